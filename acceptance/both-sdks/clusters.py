"""Clusters: what they are made of, that they run, and what policies and pools make of them."""

import json

from databricks.sdk import WorkspaceClient
from telling import refusal

w = WorkspaceClient()
facts = {}

# Choosing, and having it run.
version = w.clusters.select_spark_version(long_term_support=True)
node_type = w.clusters.select_node_type(local_disk=True, min_cores=8)
facts["chosen"] = [
    version,
    w.clusters.select_spark_version(ml=True),
    node_type,
    w.clusters.select_node_type(min_memory_gb=100, photon_worker_capable=True),
]
types = {node.node_type_id: node for node in w.clusters.list_node_types().node_types}
facts["cores"] = types[node_type].num_cores >= 8
cluster_id = w.clusters.create_and_wait(
    cluster_name="story",
    spark_version=version,
    node_type_id=node_type,
    num_workers=1,
    autotermination_minutes=15,
).cluster_id
w.clusters.delete_and_wait(cluster_id)
states = []
for _ in range(2):
    states.append(w.clusters.get(cluster_id).state.value)
    w.clusters.ensure_cluster_is_running(cluster_id)
facts["states"] = [*states, w.clusters.get(cluster_id).state.value]

# A policy.
policy_id = w.cluster_policies.create(
    name="story",
    definition=json.dumps(
        {
            "node_type_id": {"type": "fixed", "value": node_type},
            "autotermination_minutes": {"type": "range", "maxValue": 30, "defaultValue": 20},
            "custom_tags.team": {"type": "fixed", "value": "story"},
        }
    ),
).policy_id
governed = {"policy_id": policy_id, "spark_version": version, "num_workers": 1}
facts["other_type"] = refusal(
    w.clusters.create,
    cluster_name="other",
    node_type_id=w.clusters.select_node_type(local_disk=True),
    autotermination_minutes=20,
    **governed,
)
facts["too_long"] = refusal(
    w.clusters.create,
    cluster_name="other",
    node_type_id=node_type,
    autotermination_minutes=60,
    **governed,
)
created = w.clusters.create(
    cluster_name="obeying",
    node_type_id=node_type,
    apply_policy_default_values=True,
    **governed,
)
obeying = w.clusters.get(created.cluster_id)
facts["filled_in"] = [obeying.autotermination_minutes, obeying.custom_tags]
facts["default_values"] = [
    obeying.spec.apply_policy_default_values,
    "apply_policy_default_values" in {**obeying.as_dict(), "spec": None},
]

# A pool.
pool_id = w.instance_pools.create(
    instance_pool_name="story", node_type_id=node_type, min_idle_instances=1, max_capacity=3
).instance_pool_id


def stats():
    found = w.instance_pools.get(pool_id).stats
    return [
        found.used_count + found.pending_used_count,
        found.idle_count + found.pending_idle_count,
    ]


pool = {"spark_version": version, "instance_pool_id": pool_id, "autotermination_minutes": 15}
facts["pool_before"] = stats()
on_pool = w.clusters.create(cluster_name="on a pool", num_workers=1, **pool).cluster_id
facts["pool_used"] = stats()
facts["pool_type"] = w.clusters.get(on_pool).node_type_id == node_type
w.clusters.permanent_delete(on_pool)
facts["pool_after"] = stats()
in_use = w.clusters.create(cluster_name="in use", num_workers=1, **pool).cluster_id
w.instance_pools.delete(pool_id)
facts["no_pool"] = refusal(w.instance_pools.get, pool_id)
facts["goes_on"] = w.clusters.get(in_use).instance_pool_id == pool_id
w.cluster_policies.delete(policy_id)
facts["no_policy"] = refusal(w.cluster_policies.get, policy_id)
print(json.dumps(facts))
