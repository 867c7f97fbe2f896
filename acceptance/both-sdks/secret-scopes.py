"""Secrets and who may use them."""

import base64
import json

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.workspace import AclPermission
from telling import refusal

w = WorkspaceClient()
facts = {}

w.secrets.create_scope("story")
w.secrets.put_secret("story", "text", string_value="pass wörd")
w.secrets.put_secret("story", "bytes", bytes_value=base64.b64encode(bytes(range(256))).decode())
facts["scopes"] = [[scope.name, scope.backend_type.value] for scope in w.secrets.list_scopes()]
listed = list(w.secrets.list_secrets("story"))
facts["secrets"] = sorted(secret.key for secret in listed)
facts["dated"] = all(secret.last_updated_timestamp > 0 for secret in listed)
facts["value"] = w.secrets.get_secret("story", "text").value
facts["text"] = w.dbutils.secrets.get("story", "text")
facts["bytes"] = w.dbutils.secrets.getBytes("story", "bytes") == bytes(range(256))
w.secrets.put_secret("story", "text", string_value="other")
facts["replaced"] = w.dbutils.secrets.get("story", "text")
w.secrets.delete_secret("story", "bytes")
facts["keys"] = [secret.key for secret in w.dbutils.secrets.list("story")]
facts["scope_names"] = [scope.name for scope in w.dbutils.secrets.listScopes()]


def acls():
    return [[acl.principal, acl.permission.value] for acl in w.secrets.list_acls("story")]


facts["creator"] = acls()
w.secrets.put_acl("story", "users", AclPermission.READ)
w.secrets.put_acl("story", "users", AclPermission.WRITE)
facts["acl"] = w.secrets.get_acl("story", "users").permission.value
facts["acls"] = sorted(acls())
w.secrets.delete_acl("story", "users")
facts["acls_left"] = acls()

facts["no_scope"] = refusal(w.secrets.put_secret, "nowhere", "key", string_value="value")
facts["no_listed_scope"] = refusal(lambda: list(w.secrets.list_secrets("nowhere")))
facts["no_secret"] = refusal(w.secrets.get_secret, "story", "nothing")
facts["no_acl"] = refusal(w.secrets.get_acl, "story", "users")
facts["twice"] = refusal(w.secrets.create_scope, "story")
facts["long_scope"] = refusal(w.secrets.create_scope, "s" * 129)
facts["long_key"] = refusal(w.secrets.put_secret, "story", "k" * 129, string_value="value")
w.secrets.delete_scope("story")
facts["left"] = len(list(w.secrets.list_scopes()))
print(json.dumps(facts))
