"""JupyterHub for a class: one account of the machine for each learner, one installation of convkernel for all.

Where it is installed is said by CONVKERNEL_LAB (the environment with JupyterLab, jupyterhub and the kernelspec). See README.md.
"""
import os
import sys

c = get_config()  # noqa: F821 (JupyterHub provides it)
lab = os.environ.get("CONVKERNEL_LAB", sys.prefix)

# Choose how learners sign in before anybody else can reach the port: PAM asks for the password of their account here.
c.JupyterHub.authenticator_class = os.environ.get("HUB_AUTHENTICATOR", "pam")
c.Authenticator.allow_all = True

c.Spawner.cmd = [os.path.join(lab, "bin", "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
# Servers of a whole class start at the same minute.
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 10
c.Spawner.environment = {
    # The kernel keeps its data sets where all find them; a teacher fills the folder once.
    **({"CONVKERNEL_DATA": os.environ["CONVKERNEL_DATA"]} if "CONVKERNEL_DATA" in os.environ else {}),
}

# A kernel that nobody talked to for an hour ends, with all that its cells have started; so does a server without kernels.
idle = int(os.environ.get("HUB_CULL_SECONDS", "3600"))
c.Spawner.args = [
    f"--MappingKernelManager.cull_idle_timeout={idle}",
    f"--MappingKernelManager.cull_interval={max(1, idle // 12)}",
    "--MappingKernelManager.cull_connected=True",
    "--ServerApp.shutdown_no_activity_timeout=3600",
    "--LabApp.extension_manager=readonly",
]
