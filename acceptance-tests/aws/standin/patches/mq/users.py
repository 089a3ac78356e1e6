"""Users of ActiveMQ. Those of RabbitMQ are RabbitMQ's own: MQ neither tells nor changes them."""

from moto.core.responses import EmptyResult
from moto.mq import models, responses

from standin.patches.mq.errors import bad, conflict
from standin.patches.mq.names import check_user
from standin.patches.mq.pages import page
from standin.patches.mq.states import of_activemq, running
from standin.replacing import add, replace


def told(user):
    """As lists tell of a user."""
    return {"Username": user.username, **({"PendingChange": user.pending_change} if user.pending_change else {})}


def check_new(engine, asked):
    """A user that a request holds, new for the broker."""
    check_user(
        engine,
        asked.get("Username", ""),
        asked.get("Password", ""),
        asked.get("ConsoleAccess"),
        asked.get("Groups"),
        asked.get("ReplicationUser"),
    )


def apply():
    user_class, backend_class = models.User, models.MQBackend
    add(user_class, pending=None, pending_change=None, replication_user=None)
    describe = backend_class.describe_user

    def change(user, kind, console_access, groups):
        if kind == "UPDATE" and user.pending_change == "CREATE":
            kind = "CREATE"
        user.pending_change = kind
        user.pending = {"PendingChange": kind, "ConsoleAccess": bool(console_access), "Groups": list(groups or [])}

    def create_user(self, broker_id, username, console_access, groups):
        broker = of_activemq(running(self, broker_id, "create a user"))
        if username in broker._users:
            raise conflict("username", f"Username [{username}] is already in use by broker [{broker_id}].")
        broker.create_user(username, False, [])
        change(broker.get_user(username), "CREATE", console_access, groups)

    def update_user(self, broker_id, console_access, groups, username):
        user = of_activemq(running(self, broker_id, "update a user")).get_user(username)
        old = user.pending or {"ConsoleAccess": user.console_access, "Groups": user.groups}
        change(
            user,
            "UPDATE",
            old["ConsoleAccess"] if console_access is None else console_access,
            old["Groups"] if groups is None else groups,
        )

    def delete_user(self, broker_id, username):
        broker = of_activemq(running(self, broker_id, "delete a user", bad))
        user = broker.get_user(username)
        if user.pending_change == "CREATE":
            del broker._users[username]
        else:
            change(user, "DELETE", user.console_access, user.groups)

    def describe_user(self, broker_id, username):
        of_activemq(self.describe_broker(broker_id))
        return describe(self, broker_id, username)

    def answer_create_user(self):
        broker_id, name = self._get_param("BrokerId"), self._get_param("Username")
        of_activemq(self.mq_backend.describe_broker(broker_id))
        asked = {it: self._get_param(it) for it in ("Password", "ConsoleAccess", "Groups", "ReplicationUser")}
        check_new("ACTIVEMQ", {**asked, "Username": name})
        self.mq_backend.create_user(broker_id, name, asked["ConsoleAccess"], asked["Groups"])
        self.mq_backend.describe_user(broker_id, name).replication_user = asked["ReplicationUser"]
        return EmptyResult()

    def answer_update_user(self):
        broker_id, name = self._get_param("BrokerId"), self._get_param("Username")
        # What is left out stays; moto takes it for false and none.
        console_access, groups = self._get_param("ConsoleAccess"), self._get_param("Groups")
        replication = self._get_param("ReplicationUser")
        user = self.mq_backend.describe_user(broker_id, name)
        # Of console access alone AWS takes a replication user that nobody spoke of for one.
        is_for_replication = bool(console_access) if replication is None else replication
        check_user("ACTIVEMQ", name, self._get_param("Password"), console_access, groups, is_for_replication)
        self.mq_backend.update_user(broker_id=broker_id, console_access=console_access, groups=groups, username=name)
        if replication is not None:
            user.replication_user = replication
        return EmptyResult()

    def answer_list_users(self):
        broker = of_activemq(self.mq_backend.describe_broker(self._get_param("BrokerId")))
        return page(self, "Users", [told(user) for user in broker.list_users()], BrokerId=broker.id)

    replace(
        backend_class,
        create_user=create_user,
        update_user=update_user,
        delete_user=delete_user,
        describe_user=describe_user,
    )
    replace(
        responses.MQResponse,
        create_user=answer_create_user,
        update_user=answer_update_user,
        list_users=answer_list_users,
    )
