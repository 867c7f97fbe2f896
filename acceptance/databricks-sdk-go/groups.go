package main

import (
	"context"
	"fmt"

	"github.com/databricks/databricks-sdk-go"
	"github.com/databricks/databricks-sdk-go/service/iam"
)

// groups have members, by way of other groups, too.
func groups(ctx context.Context, w *databricks.WorkspaceClient) facts {
	user := must(w.Users.Create(ctx, iam.User{UserName: "story@example.com"}))
	inner := must(w.Groups.Create(ctx, iam.Group{DisplayName: "story-inner"}))
	outer := must(w.Groups.Create(ctx, iam.Group{
		DisplayName: "story-outer", Members: []iam.ComplexValue{{Value: inner.Id}},
	}))
	patch := func(groupID string, patch iam.Patch) {
		check(w.Groups.Patch(ctx, iam.PartialUpdate{
			Id:         groupID,
			Schemas:    []iam.PatchSchema{iam.PatchSchemaUrnIetfParamsScimApiMessages20PatchOp},
			Operations: []iam.Patch{patch},
		}))
	}
	of := func(user *iam.User) map[string]string {
		types := map[string]string{}
		for _, group := range must(w.Users.GetById(ctx, user.Id)).Groups {
			types[group.Display] = group.Type
		}
		return types
	}

	told := facts{}
	patch(inner.Id, iam.Patch{
		Op: iam.PatchOpAdd, Path: "members", Value: []iam.ComplexValue{{Value: user.Id}},
	})
	told["joined"] = of(user)
	members := must(w.Groups.GetById(ctx, inner.Id)).Members
	told["member"] = len(members) == 1 && members[0].Value == user.Id

	patch(inner.Id, iam.Patch{
		Op: iam.PatchOpRemove, Path: fmt.Sprintf("members[value eq \"%s\"]", user.Id),
	})
	told["left"] = of(user)
	check(w.Groups.DeleteById(ctx, outer.Id))
	told["deleted"] = refusal(w.Groups.GetById(ctx, outer.Id))
	return told
}
