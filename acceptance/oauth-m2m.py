"""A program signs in as a service principal, told by the official Python SDK, unmodified."""

import json
import os

from databricks.sdk import AccountClient, WorkspaceClient
from databricks.sdk.errors import PermissionDenied

facts = {}
host, account_id = os.environ["DATABRICKS_HOST"], os.environ["DATABRICKS_ACCOUNT_ID"]

w = WorkspaceClient()
a = AccountClient()
robot = w.service_principals.create(display_name="robot", active=True)
secret = a.service_principal_secrets.create(service_principal_id=robot.id, lifetime="3600s")
facts["secret_hash_only"] = all(
    not hasattr(s, "secret") and s.secret_hash
    for s in a.service_principal_secrets.list(service_principal_id=robot.id)
)

del os.environ["DATABRICKS_TOKEN"]
m2m = {"host": host, "client_id": robot.application_id}
as_robot = WorkspaceClient(**m2m, client_secret=secret.secret)
facts["auth_type"] = as_robot.config.auth_type
facts["is_robot"] = as_robot.current_user.me().user_name == robot.application_id
facts["clusters"] = len(list(as_robot.clusters.list()))
facts["scope"] = as_robot.config.oauth_token().jwt_claims()["scope"]

os.environ["DATABRICKS_CLIENT_ID"] = robot.application_id
os.environ["DATABRICKS_CLIENT_SECRET"] = secret.secret
facts["by_environment"] = WorkspaceClient().current_user.me().user_name == robot.application_id
try:
    list(AccountClient(account_id=account_id).workspaces.list())
except PermissionDenied as error:
    facts["not_an_administrator"] = str(error)
del os.environ["DATABRICKS_CLIENT_ID"], os.environ["DATABRICKS_CLIENT_SECRET"]

try:
    WorkspaceClient(**m2m, client_secret="dose" + "0" * 32).current_user.me()
except Exception as error:
    facts["wrong_secret"] = str(error)

narrow = a.service_principal_secrets.create(service_principal_id=robot.id, scopes=["jobs"])
as_clerk = WorkspaceClient(**m2m, client_secret=narrow.secret, scopes=["jobs"])
facts["jobs"] = len(list(as_clerk.jobs.list()))
try:
    list(as_clerk.clusters.list())
except PermissionDenied as error:
    facts["out_of_scope"] = str(error)

app = a.custom_app_integration.create(
    name="dashboard", redirect_urls=["http://localhost:3000/callback"], confidential=True
)
facts["app_secret"] = app.client_secret.startswith("dose")
facts["apps"] = [one.name for one in a.custom_app_integration.list()]
print(json.dumps(facts))
