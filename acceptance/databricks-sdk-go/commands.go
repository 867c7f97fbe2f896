package main

import (
	"context"

	"github.com/databricks/databricks-sdk-go"
	"github.com/databricks/databricks-sdk-go/service/compute"
)

// commands of an execution context keep what earlier ones made.
func commands(ctx context.Context, w *databricks.WorkspaceClient) facts {
	clusterID := must(w.Clusters.CreateAndWait(ctx, compute.CreateCluster{
		ClusterName: "story",
		SparkVersion: must(w.Clusters.SelectSparkVersion(ctx, compute.SparkVersionRequest{
			Latest: true, LongTermSupport: true,
		})),
		NodeTypeId:      must(w.Clusters.SelectNodeType(ctx, compute.NodeTypeRequest{LocalDisk: true})),
		ForceSendFields: []string{"NumWorkers"},
	})).ClusterId
	python := must(w.CommandExecution.Start(ctx, clusterID, compute.LanguagePython))
	execute := func(command string) *compute.Results { return must(python.Execute(ctx, command)) }

	told := facts{
		"printed": execute("print('hello')").Text(),
		"defined": execute("answer = 41").Text(),
		"kept":    execute("answer + 1").Text(),
	}
	failed := execute("def f():\n    return 1 / 0\n\nf()")
	told["failed"] = failed.Err().Error()
	told["cause"] = failed.Cause
	told["after"] = execute("print(answer)").Text()

	var number, name string
	table := execute("display([{'n': '1', 'name': 'one'}, {'n': '2', 'name': 'two'}])")
	rows := [][]string{}
	for table.Scan(&number, &name) {
		rows = append(rows, []string{number, name})
	}
	told["rows"] = rows

	told["noContext"] = refusal(w.CommandExecution.Execute(ctx, compute.Command{
		ClusterId: clusterID, Language: compute.LanguagePython, Command: "1",
	}))
	check(python.Destroy(ctx))
	told["destroyed"] = refusal(python.Execute(ctx, "1"))
	return told
}
