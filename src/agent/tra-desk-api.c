/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-desk-api.h"

#include "tra-desk-interface.h"
#include "tra-desk-reservation.h"
#include "tra-phase.h"
#include "tra-plain-text.h"

#define NOT_FOUND "org.example.TaskRouterAgent.Error.NotFound"

#define MAX_NAME 256

/**
 * TraDeskApi:
 *
 * The desk on the session bus, for other programs: see data/org.example.TaskRouterAgent.xml. Derived
 * from the session like a window, and asks by the same actions; so nothing can be done here that the
 * window would not do now.
 */
struct _TraDeskApi
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns this */
  char *path;                /* owned; of the manager */
  TraSession *session;       /* owned, nullable: the program has not started up yet */
  GDBusObjectManagerServer *manager; /* owned */
  TraBusDesk *desk;          /* owned */
  GHashTable *reservations;  /* owned: path → TraDeskReservation */
  TraPhase phase;            /* as it was told last */
};

G_DEFINE_FINAL_TYPE (TraDeskApi, tra_desk_api, G_TYPE_OBJECT)

static TrWorker *
get_worker (TraDeskApi *self)
{
  return self->session != NULL ? tra_session_get_worker (self->session) : NULL;
}

/* ---- What is asked ---- */

static TrActivity *
find_activity (TraDeskApi *self, const char *wanted)
{
  TrWorker *worker = get_worker (self);
  TrActivity *activity = worker != NULL ? tr_worker_find_activity (worker, wanted) : NULL;
  GListModel *list;

  if (worker == NULL || activity != NULL)
    return activity;

  list = tr_worker_get_activities (worker);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      /* Borrowed: the list holds it on. */
      g_autoptr(TrActivity) item = g_list_model_get_item (list, i);

      if (g_strcmp0 (tr_activity_get_friendly_name (item), wanted) == 0)
        return item;
    }

  return NULL;
}

static gboolean
set_activity_cb (TraDeskApi *self, GDBusMethodInvocation *invocation, const char *wanted)
{
  TrActivity *activity = find_activity (self, wanted);

  if (get_worker (self) == NULL)
    return tra_desk_refuse (invocation);
  if (activity == NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, NOT_FOUND,
                                                  "The workspace has no such activity");
      return TRUE;
    }

  return tra_desk_perform (G_ACTION_GROUP (self->application), invocation, "set-activity",
                           g_variant_new_string (tr_activity_get_sid (activity)));
}

static gboolean
go_online_cb (TraDeskApi *self, GDBusMethodInvocation *invocation)
{
  return tra_desk_perform (G_ACTION_GROUP (self->application), invocation, "go-online", NULL);
}

static gboolean
go_offline_cb (TraDeskApi *self, GDBusMethodInvocation *invocation)
{
  return tra_desk_perform (G_ACTION_GROUP (self->application), invocation, "go-offline", NULL);
}

static gboolean
show_cb (TraDeskApi *self, GDBusMethodInvocation *invocation)
{
  return tra_desk_perform (G_ACTION_GROUP (self->application), invocation, "show", NULL);
}

/* ---- What is told ---- */

static GVariant *
describe_activity (TrActivity *activity)
{
  g_autofree char *name = NULL;

  if (activity == NULL)
    return g_variant_new ("(ssb)", "", "", FALSE);

  name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  return g_variant_new ("(ssb)", tr_activity_get_sid (activity), name,
                        tr_activity_is_available (activity));
}

static GVariant *
describe_activities (TrWorker *worker)
{
  GVariantBuilder builder;
  GListModel *list = worker != NULL ? tr_worker_get_activities (worker) : NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssb)"));
  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (list, i);

      g_variant_builder_add_value (&builder, describe_activity (activity));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
describe_worker (TrWorker *worker)
{
  const char *sid = worker != NULL ? tr_worker_get_sid (worker) : NULL;
  g_autofree char *name =
      tra_plain_text (sid != NULL ? tr_worker_get_friendly_name (worker) : NULL, MAX_NAME);

  return g_variant_new ("(ss)", sid != NULL ? sid : "", name);
}

static void
tell_missed (TraDeskApi *self, gboolean is_own_phone)
{
  g_autofree char *caller =
      tra_plain_text (tra_session_get_notice_caller (self->session), MAX_NAME);
  g_autofree char *queue = tra_plain_text (tra_session_get_notice_queue (self->session), MAX_NAME);

  tra_bus_desk_emit_missed (self->desk, caller, queue,
                            tra_session_get_notice_rang_seconds (self->session), is_own_phone);
}

static void
update_phase (TraDeskApi *self)
{
  TraPhase phase = tra_session_get_phase (self->session);

  tra_bus_desk_set_phase (self->desk, tra_phase_to_string (phase));
  if (phase != self->phase && (phase == TRA_PHASE_MISSED || phase == TRA_PHASE_NOT_ANSWERED))
    tell_missed (self, phase == TRA_PHASE_NOT_ANSWERED);
  self->phase = phase;
}

static void
update_desk (TraDeskApi *self)
{
  TrWorker *worker = get_worker (self);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;
  TrActivity *next =
      self->session != NULL ? tra_session_get_next_activity (self->session) : NULL;
  const char *name =
      self->session != NULL ? tra_session_get_workspace_name (self->session) : NULL;
  g_autofree char *workspace = tra_plain_text (name, MAX_NAME);

  tra_bus_desk_set_connected (self->desk, worker != NULL &&
                                              tr_worker_get_state (worker) == TR_WORKER_READY);
  tra_bus_desk_set_worker (self->desk, describe_worker (worker));
  tra_bus_desk_set_workspace (self->desk, workspace);
  tra_bus_desk_set_activity (self->desk, describe_activity (activity));
  tra_bus_desk_set_activity_since (
      self->desk, worker != NULL ? tr_worker_get_date_status_changed (worker) : 0);
  tra_bus_desk_set_next_activity (self->desk, describe_activity (next));
  tra_bus_desk_set_activities (self->desk, describe_activities (worker));
}

static char *
make_path (TraDeskApi *self, const char *kind, const char *sid)
{
  return g_strjoin ("/", self->path, kind, sid, NULL);
}

/* A SID comes from the service: what makes no path is not told of. */
static void
add_reservation (TraDeskApi *self, TrReservation *reservation)
{
  g_autofree char *path = make_path (self, "Reservation", tr_reservation_get_sid (reservation));
  TraDeskReservation *known = g_hash_table_lookup (self->reservations, path);

  if (known != NULL && tra_desk_reservation_is_of (known, reservation))
    {
      tra_desk_reservation_update (known);
      return;
    }
  if (known != NULL) /* another call under the same SID */
    {
      g_dbus_object_manager_server_unexport (self->manager, path);
      g_hash_table_remove (self->reservations, path);
    }
  if (!g_variant_is_object_path (path))
    return;

  known = tra_desk_reservation_new (path, reservation, self->session,
                                    G_ACTION_GROUP (self->application));
  g_dbus_object_manager_server_export (self->manager, tra_desk_reservation_get_object (known));
  g_hash_table_insert (self->reservations, g_steal_pointer (&path), known);
}

static void
update_reservations (TraDeskApi *self)
{
  TrWorker *worker = get_worker (self);
  GListModel *list = worker != NULL ? tr_worker_get_reservations (worker) : NULL;
  g_autoptr(GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);

      add_reservation (self, reservation);
      g_hash_table_add (open, make_path (self, "Reservation", tr_reservation_get_sid (reservation)));
    }

  g_hash_table_iter_init (&iter, self->reservations);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!g_hash_table_contains (open, path))
      {
        g_dbus_object_manager_server_unexport (self->manager, path);
        g_hash_table_iter_remove (&iter);
      }
}

static void
update (TraDeskApi *self)
{
  update_desk (self);
  update_phase (self);
  update_reservations (self);
}

static void
tra_desk_api_dispose (GObject *object)
{
  TraDeskApi *self = TRA_DESK_API (object);

  if (self->manager != NULL)
    g_dbus_object_manager_server_set_connection (self->manager, NULL);
  g_clear_object (&self->manager);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->reservations, g_hash_table_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_desk_api_parent_class)->dispose (object);
}

static void
tra_desk_api_finalize (GObject *object)
{
  g_free (TRA_DESK_API (object)->path);
  G_OBJECT_CLASS (tra_desk_api_parent_class)->finalize (object);
}

static void
tra_desk_api_class_init (TraDeskApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_desk_api_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_desk_api_finalize;
}

static void
tra_desk_api_init (TraDeskApi *self)
{
  self->reservations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) tra_desk_reservation_free);
}

static void
export_desk (TraDeskApi *self)
{
  g_autofree char *path = g_strconcat (self->path, "/Desk", NULL);
  g_autoptr(GDBusObjectSkeleton) object = g_dbus_object_skeleton_new (path);

  self->desk = tra_bus_desk_skeleton_new ();
  g_signal_connect_swapped (self->desk, "handle-set-activity", G_CALLBACK (set_activity_cb), self);
  g_signal_connect_swapped (self->desk, "handle-go-online", G_CALLBACK (go_online_cb), self);
  g_signal_connect_swapped (self->desk, "handle-go-offline", G_CALLBACK (go_offline_cb), self);
  g_signal_connect_swapped (self->desk, "handle-show", G_CALLBACK (show_cb), self);
  tra_bus_desk_set_phase (self->desk, tra_phase_to_string (TRA_PHASE_SIGNED_OUT));
  update_desk (self);
  g_dbus_object_skeleton_add_interface (object, G_DBUS_INTERFACE_SKELETON (self->desk));
  self->manager = g_dbus_object_manager_server_new (self->path);
  g_dbus_object_manager_server_export (self->manager, object);
}

/**
 * tra_desk_api_new:
 * @application: the program; its actions are what is asked; outlives the object
 * @connection: the session bus
 * @path: the program's object path
 *
 * To be made before the program owns its name: who waits for the name finds the desk then.
 *
 * Returns: (transfer full): the desk on the bus until it is dropped, with nobody signed in
 */
TraDeskApi *
tra_desk_api_new (GApplication *application, GDBusConnection *connection, const char *path)
{
  TraDeskApi *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (g_variant_is_object_path (path), NULL);

  self = g_object_new (TRA_TYPE_DESK_API, NULL);
  self->application = application;
  self->path = g_strdup (path);
  export_desk (self);
  g_dbus_object_manager_server_set_connection (self->manager, connection);
  return self;
}

/**
 * tra_desk_api_set_session:
 * @self: a desk without a session
 * @session: what it tells of from now on
 */
void
tra_desk_api_set_session (TraDeskApi *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_DESK_API (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  update (self);
  /* After the actions have taken over what is new: properties are told from their states. */
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
