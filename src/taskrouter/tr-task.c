/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-task.h"

#include "tr-json.h"
#include "tr-model.h"
#include "tr-task-document.h"
#include "tr-task-private.h"

/**
 * TrTask:
 *
 * One piece of work. Decodes the event bridge's shape; REST spells some names otherwise
 * (task_queue_sid, task_queue_friendly_name, workflow_friendly_name) and has no version.
 */

struct _TrTask
{
  GObject parent_instance;

  char *sid; /* owned; set once, never NULL after construction from JSON */
  TrTaskStatus status;
  char *attributes_text; /* owned; checked to be an object's */
  JsonObject *attributes; /* owned; NULL until somebody asks for them */
  char *queue_name; /* owned */
  char *queue_sid; /* owned */
  char *workflow_name; /* owned */
  char *channel; /* owned */
  char *reason; /* owned, nullable */
  int priority;
  int age;
  gint64 date_created;
  gint64 version;
};

enum
{
  PROP_0,
  PROP_SID,
  PROP_STATUS,
  PROP_ATTRIBUTES,
  PROP_QUEUE_NAME,
  PROP_PRIORITY,
  PROP_REASON,
  PROP_VERSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (TrTaskStatus, tr_task_status,
                    G_DEFINE_ENUM_VALUE (TR_TASK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_RESERVED, "reserved"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_ASSIGNED, "assigned"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_WRAPPING, "wrapping"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (TR_TASK_CANCELED, "canceled"))

G_DEFINE_FINAL_TYPE (TrTask, tr_task, G_TYPE_OBJECT)

static void
tr_task_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrTask *self = TR_TASK (object);

  switch (prop_id)
    {
    case PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_ATTRIBUTES:
      g_value_set_boxed (value, tr_task_get_attributes (self));
      break;
    case PROP_QUEUE_NAME:
      g_value_set_string (value, self->queue_name);
      break;
    case PROP_PRIORITY:
      g_value_set_int (value, self->priority);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_VERSION:
      g_value_set_int64 (value, self->version);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_task_finalize (GObject *object)
{
  TrTask *self = TR_TASK (object);

  g_free (self->sid);
  g_free (self->attributes_text);
  g_clear_pointer (&self->attributes, json_object_unref);
  g_free (self->queue_name);
  g_free (self->queue_sid);
  g_free (self->workflow_name);
  g_free (self->channel);
  g_free (self->reason);
  G_OBJECT_CLASS (tr_task_parent_class)->finalize (object);
}

static void
tr_task_class_init (TrTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tr_task_get_property;
  object_class->finalize = tr_task_finalize;

  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, TR_TYPE_TASK_STATUS,
                                               TR_TASK_UNKNOWN, flags);
  properties[PROP_ATTRIBUTES] = g_param_spec_boxed ("attributes", NULL, NULL, JSON_TYPE_OBJECT,
                                                    flags);
  properties[PROP_QUEUE_NAME] = g_param_spec_string ("queue-name", NULL, NULL, NULL, flags);
  properties[PROP_PRIORITY] = g_param_spec_int ("priority", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_VERSION] = g_param_spec_int64 ("version", NULL, NULL, TR_MODEL_NO_VERSION,
                                                 G_MAXINT64, TR_MODEL_NO_VERSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tr_task_init (TrTask *self)
{
  self->version = TR_MODEL_NO_VERSION;
}

static void
tr_task_apply_attributes (TrTask *self, const TrTaskDocument *document)
{
  if (!tr_model_set_string (&self->attributes_text, document->attributes_text))
    return;

  g_clear_pointer (&self->attributes, json_object_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTRIBUTES]);
}

static void
tr_task_apply (TrTask *self, const TrTaskDocument *document)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->age = (int) document->age;
  self->date_created = document->date_created;
  tr_model_set_string (&self->queue_sid, document->queue_sid);
  tr_model_set_string (&self->workflow_name, document->workflow_name);
  tr_model_set_string (&self->channel, document->channel);
  tr_task_apply_attributes (self, document);
  tr_model_notify (self, properties[PROP_SID], tr_model_set_string (&self->sid, document->sid));
  tr_model_notify (self, properties[PROP_QUEUE_NAME],
                   tr_model_set_string (&self->queue_name, document->queue_name));
  tr_model_notify (self, properties[PROP_REASON],
                   tr_model_set_string (&self->reason, document->reason));
  tr_model_notify (self, properties[PROP_PRIORITY], self->priority != document->priority);
  self->priority = (int) document->priority;
  tr_model_notify (self, properties[PROP_VERSION], self->version != document->version);
  self->version = document->version;
  tr_model_notify (self, properties[PROP_STATUS], self->status != document->status);
  self->status = document->status;
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tr_task_new_from_json:
 * @node: a Task of the protocol, alone or inside a reservation
 * @error: return location
 *
 * Returns: (transfer full): a task; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TrTask *
tr_task_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TrTask) self = g_object_new (TR_TYPE_TASK, NULL);

  return tr_task_update_from_json (self, node, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tr_task_update_from_json:
 * @self: a task
 * @node: a Task of the protocol, with the same sid
 * @error: return location
 *
 * A document with a lower version than the one known is older and changes nothing. Properties are
 * notified once each, when all are set.
 *
 * Returns: whether @node could be read; if not, nothing changed and @error names the field
 *
 * Source: the protocol's payload shapes, "Task".
 */
gboolean
tr_task_update_from_json (TrTask *self, JsonNode *node, GError **error)
{
  TrTaskDocument document = { NULL };

  g_return_val_if_fail (TR_IS_TASK (self), FALSE);

  if (!tr_task_document_read (&document, node, self->sid, error))
    return FALSE;
  if (document.version >= self->version)
    tr_task_apply (self, &document);
  return TRUE;
}

/* Private: see the header. */
void
tr_task_update_from (TrTask *self, TrTask *newer)
{
  const TrTaskDocument document = {
    .sid = newer->sid,
    .status = newer->status,
    .attributes_text = newer->attributes_text,
    .queue_name = newer->queue_name,
    .queue_sid = newer->queue_sid,
    .workflow_name = newer->workflow_name,
    .channel = newer->channel,
    .reason = newer->reason,
    .priority = newer->priority,
    .age = newer->age,
    .date_created = newer->date_created,
    .version = newer->version,
  };

  g_return_if_fail (g_str_equal (self->sid, newer->sid));

  if (newer->version >= self->version)
    tr_task_apply (self, &document);
}

/**
 * tr_task_get_sid:
 * @self: a task
 *
 * Returns: its sid (WT…)
 */
const char *
tr_task_get_sid (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->sid;
}

/**
 * tr_task_get_status:
 * @self: a task
 *
 * Returns: its assignment status; %TR_TASK_UNKNOWN for a word that we do not know
 */
TrTaskStatus
tr_task_get_status (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), TR_TASK_UNKNOWN);

  return self->status;
}

/* The text was checked when it came; most events change something else, or nobody asks. */
static JsonObject *
read_attributes (const char *text)
{
  g_autoptr(JsonNode) node = text != NULL ? tr_json_parse_rounded (text, NULL) : NULL;

  return node != NULL ? json_node_dup_object (node) : json_object_new ();
}

/**
 * tr_task_get_attributes:
 * @self: a task
 *
 * Returns: the task's attributes, never NULL; another object after each change, so do not change
 *   this one
 */
JsonObject *
tr_task_get_attributes (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  if (self->attributes == NULL)
    self->attributes = read_attributes (self->attributes_text);
  return self->attributes;
}

/* Private: see the header. */
JsonObject *
tr_task_dup_exact_attributes (TrTask *self, GError **error)
{
  g_autoptr(JsonNode) node = tr_json_parse (self->attributes_text, -1, error);

  if (node != NULL)
    return json_node_dup_object (node);
  g_prefix_error_literal (error, "Task: \"attributes\" is ");
  return NULL;
}

/**
 * tr_task_get_queue_name:
 * @self: a task
 *
 * Returns: the name of the task queue that it is in
 */
const char *
tr_task_get_queue_name (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->queue_name;
}

/**
 * tr_task_get_queue_sid:
 * @self: a task
 *
 * Returns: the sid (WQ…) of the task queue that it is in
 */
const char *
tr_task_get_queue_sid (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->queue_sid;
}

/**
 * tr_task_get_workflow_name:
 * @self: a task
 *
 * Returns: the name of the workflow that routes it
 */
const char *
tr_task_get_workflow_name (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->workflow_name;
}

/**
 * tr_task_get_channel:
 * @self: a task
 *
 * Returns: the unique name of its task channel: "voice", "chat" …
 */
const char *
tr_task_get_channel (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->channel;
}

/**
 * tr_task_get_reason:
 * @self: a task
 *
 * Returns: (nullable): why it was completed or canceled, in the words of who did it
 */
const char *
tr_task_get_reason (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), NULL);

  return self->reason;
}

/**
 * tr_task_get_priority:
 * @self: a task
 *
 * Returns: 0 or more; more goes first
 */
int
tr_task_get_priority (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), 0);

  return self->priority;
}

/**
 * tr_task_get_age:
 * @self: a task
 *
 * Returns: seconds since it was made, as of when the service last spoke of it
 */
int
tr_task_get_age (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), 0);

  return self->age;
}

/**
 * tr_task_get_date_created:
 * @self: a task
 *
 * Returns: seconds since the epoch, by the service's clock
 */
gint64
tr_task_get_date_created (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), 0);

  return self->date_created;
}

/**
 * tr_task_get_version:
 * @self: a task
 *
 * Returns: a number that grows with each change of the task
 */
gint64
tr_task_get_version (TrTask *self)
{
  g_return_val_if_fail (TR_IS_TASK (self), 0);

  return self->version;
}
