// Stories that the Go SDK's own integration tests do not tell. The name of one is the argument, the
// workspace is found in DATABRICKS_HOST and DATABRICKS_TOKEN, and what came out is printed as JSON.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/databricks/databricks-sdk-go"
	"github.com/databricks/databricks-sdk-go/service/iam"
)

type facts map[string]any

var stories = map[string]func(context.Context, *databricks.WorkspaceClient) facts{
	"bytes":    bytesOfFiles,
	"commands": commands,
	"groups":   groups,
	"me":       me,
}

func main() {
	told := stories[os.Args[1]](context.Background(), must(databricks.NewWorkspaceClient()))
	check(json.NewEncoder(os.Stdout).Encode(told))
}

func me(ctx context.Context, w *databricks.WorkspaceClient) facts {
	user := must(w.CurrentUser.Me(ctx, iam.MeRequest{}))
	workspace := must(w.CurrentWorkspaceID(ctx))
	return facts{"userName": user.UserName, "id": user.Id, "workspace": workspace}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// refusal is the error of a call that the workspace refuses.
func refusal[T any](_ T, err error) string {
	if err == nil {
		return "not refused"
	}
	return err.Error()
}
