"""A program signs in with profiles of a file, told by the official Python SDK, unmodified."""

import json
import os

from databricks.sdk import AccountClient, WorkspaceClient

facts = {}


def tell(name, client):
    facts[name] = {"user": client.current_user.me().user_name, "auth_type": client.config.auth_type}


w = WorkspaceClient()
tell("DEFAULT", w)

robot = w.service_principals.create(display_name="robot", active=True)
secret = w.service_principal_secrets_proxy.create(service_principal_id=robot.id)
with open(os.environ["DATABRICKS_CONFIG_FILE"], "a") as file:
    file.write(
        f"\n[robot]\nhost = {w.config.host}\n"
        f"client_id = {robot.application_id}\nclient_secret = {secret.secret}\n"
    )
tell("robot", WorkspaceClient(profile="robot"))
facts["robot"]["is"] = robot.application_id
tell("ada", WorkspaceClient(profile="ada"))

facts["workspaces"] = len(list(AccountClient(profile="account").workspaces.list()))

os.environ["DATABRICKS_CONFIG_PROFILE"] = "ada"
tell("by_variable", WorkspaceClient())
try:
    WorkspaceClient(profile="missing")
except ValueError as error:
    facts["missing"] = str(error)
print(json.dumps(facts))
