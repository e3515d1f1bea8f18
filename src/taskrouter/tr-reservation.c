/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-reservation.h"

#include "tr-model.h"
#include "tr-reservation-document.h"
#include "tr-reservation-private.h"
#include "tr-task-private.h"
#include "tr-transfer-private.h"

/**
 * TrReservation:
 *
 * A task held for one worker, from the offer to the end of the work.
 */

struct _TrReservation
{
  GObject parent_instance;

  char *sid; /* owned; set once, never NULL after construction from JSON */
  TrReservationStatus status;
  TrTask *task; /* owned; set once, never NULL after construction from JSON */
  TrTransfer *incoming; /* owned, nullable */
  TrTransfer *outgoing; /* owned, nullable */
  char *worker_sid; /* owned */
  int timeout;
  int canceled_reason_code;
  gint64 date_created;
  gint64 date_updated;
  gint64 version;
};

enum { PROP_0, PROP_SID, PROP_STATUS, PROP_TASK, PROP_VERSION, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (TrReservationStatus, tr_reservation_status,
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_REJECTED, "rejected"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_TIMEOUT, "timeout"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_CANCELED, "canceled"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_RESCINDED, "rescinded"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_WRAPPING, "wrapping"),
                    G_DEFINE_ENUM_VALUE (TR_RESERVATION_COMPLETED, "completed"))

G_DEFINE_FINAL_TYPE (TrReservation, tr_reservation, G_TYPE_OBJECT)

static void
tr_reservation_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrReservation *self = TR_RESERVATION (object);

  switch (prop_id)
    {
    case PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_TASK:
      g_value_set_object (value, self->task);
      break;
    case PROP_VERSION:
      g_value_set_int64 (value, self->version);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_reservation_dispose (GObject *object)
{
  TrReservation *self = TR_RESERVATION (object);

  g_clear_object (&self->task);
  g_clear_object (&self->incoming);
  g_clear_object (&self->outgoing);
  G_OBJECT_CLASS (tr_reservation_parent_class)->dispose (object);
}

static void
tr_reservation_finalize (GObject *object)
{
  TrReservation *self = TR_RESERVATION (object);

  g_free (self->sid);
  g_free (self->worker_sid);
  G_OBJECT_CLASS (tr_reservation_parent_class)->finalize (object);
}

static void
tr_reservation_class_init (TrReservationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tr_reservation_get_property;
  object_class->dispose = tr_reservation_dispose;
  object_class->finalize = tr_reservation_finalize;

  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, TR_TYPE_RESERVATION_STATUS,
                                               TR_RESERVATION_UNKNOWN, flags);
  properties[PROP_TASK] = g_param_spec_object ("task", NULL, NULL, TR_TYPE_TASK, flags);
  properties[PROP_VERSION] = g_param_spec_int64 ("version", NULL, NULL, TR_MODEL_NO_VERSION,
                                                 G_MAXINT64, TR_MODEL_NO_VERSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tr_reservation_init (TrReservation *self)
{
  self->version = TR_MODEL_NO_VERSION;
}

/* Keeps the object that others hold, as long as it is about the same transfer. */
static void
update_transfer (TrTransfer **place, TrTransfer *transfer)
{
  if (*place == NULL || transfer == NULL ||
      !g_str_equal (tr_transfer_get_sid (*place), tr_transfer_get_sid (transfer)))
    g_set_object (place, transfer);
  else
    tr_transfer_update_from (*place, transfer);
}

static void
tr_reservation_apply_task (TrReservation *self, const TrReservationDocument *document)
{
  if (document->is_short)
    return;

  if (self->task != NULL)
    {
      tr_task_update_from (self->task, document->task);
      return;
    }
  self->task = g_object_ref (document->task);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASK]);
}

static void
tr_reservation_apply (TrReservation *self, const TrReservationDocument *document)
{
  self->date_created = document->date_created;
  self->date_updated = document->date_updated;
  tr_model_set_string (&self->worker_sid, document->worker_sid);
  if (!document->is_short)
    {
      self->timeout = (int) document->timeout;
      self->canceled_reason_code = (int) document->canceled_reason_code;
      update_transfer (&self->incoming, document->incoming);
      update_transfer (&self->outgoing, document->outgoing);
    }
  tr_model_notify (self, properties[PROP_SID], tr_model_set_string (&self->sid, document->sid));
  if (document->version != TR_MODEL_NO_VERSION)
    {
      tr_model_notify (self, properties[PROP_VERSION], self->version != document->version);
      self->version = document->version;
    }
  tr_model_notify (self, properties[PROP_STATUS], self->status != document->status);
  self->status = document->status;
}

static gboolean
is_older (TrReservation *self, const TrReservationDocument *document)
{
  if (document->version == TR_MODEL_NO_VERSION)
    return document->date_updated < self->date_updated;
  return document->version < self->version;
}

static void
tr_reservation_take (TrReservation *self, const TrReservationDocument *document)
{
  /* A handler may drop the last reference but this. */
  g_autoptr(TrReservation) keep = g_object_ref (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (!is_older (self, document))
    tr_reservation_apply (self, document);
  tr_reservation_apply_task (self, document);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tr_reservation_new_from_json:
 * @node: a Reservation of the protocol, in its full form
 * @error: return location
 *
 * Returns: (transfer full): a reservation; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TrReservation *
tr_reservation_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TrReservation) self = g_object_new (TR_TYPE_RESERVATION, NULL);

  return tr_reservation_update_from_json (self, node, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tr_reservation_update_from_json:
 * @self: a reservation
 * @node: a Reservation of the protocol with the same sid, in its full form, or in the short form
 *   that answers a POST
 * @error: return location
 *
 * A document with a lower version than the one known is older and changes nothing; a short form
 * without a version goes by its date, and the task in a full form by its own version. The task
 * stays the same object, and so does a transfer with the same sid. Properties are notified once
 * each, when all are set, those of the task first.
 *
 * Returns: whether @node could be read; if not, nothing changed and @error names the field
 *
 * Source: the protocol's payload shapes, "Reservation" and "Reservation, short form".
 */
gboolean
tr_reservation_update_from_json (TrReservation *self, JsonNode *node, GError **error)
{
  g_auto(TrReservationDocument) document = { FALSE };

  g_return_val_if_fail (TR_IS_RESERVATION (self), FALSE);

  if (!tr_reservation_document_read (&document, node, self, error))
    {
      g_prefix_error_literal (error, "Reservation: ");
      return FALSE;
    }

  tr_reservation_take (self, &document);
  return TRUE;
}

/* Private: see the header. */
gboolean
tr_reservation_update_from (TrReservation *self, TrReservation *newer, GError **error)
{
  const TrReservationDocument document = {
    .sid = newer->sid,
    .status = newer->status,
    .worker_sid = newer->worker_sid,
    .timeout = newer->timeout,
    .canceled_reason_code = newer->canceled_reason_code,
    .date_created = newer->date_created,
    .date_updated = newer->date_updated,
    .version = newer->version,
    .task = newer->task,
    .incoming = newer->incoming,
    .outgoing = newer->outgoing,
  };

  if (!tr_model_check_sid (self->sid, newer->sid, error) ||
      !tr_model_check_sid (tr_task_get_sid (self->task), tr_task_get_sid (newer->task), error))
    {
      g_prefix_error_literal (error, "Reservation: ");
      return FALSE;
    }

  tr_reservation_take (self, &document);
  return TRUE;
}

/**
 * tr_reservation_get_sid:
 * @self: a reservation
 *
 * Returns: its sid (WR…)
 */
const char *
tr_reservation_get_sid (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), NULL);

  return self->sid;
}

/**
 * tr_reservation_get_status:
 * @self: a reservation
 *
 * Returns: how far it is; %TR_RESERVATION_UNKNOWN for a word that we do not know
 */
TrReservationStatus
tr_reservation_get_status (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), TR_RESERVATION_UNKNOWN);

  return self->status;
}

/**
 * tr_reservation_is_open:
 * @self: a reservation
 *
 * Returns: whether there is something left to do for the worker: pending, accepted or wrapping
 */
gboolean
tr_reservation_is_open (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), FALSE);

  return self->status == TR_RESERVATION_PENDING || self->status == TR_RESERVATION_ACCEPTED ||
         self->status == TR_RESERVATION_WRAPPING;
}

/**
 * tr_reservation_get_task:
 * @self: a reservation
 *
 * Returns: the task that is held; the same object for all of the reservation's life
 */
TrTask *
tr_reservation_get_task (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), NULL);

  return self->task;
}

/**
 * tr_reservation_get_incoming_transfer:
 * @self: a reservation
 *
 * Returns: (nullable): the transfer that this reservation comes from
 */
TrTransfer *
tr_reservation_get_incoming_transfer (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), NULL);

  return self->incoming;
}

/**
 * tr_reservation_get_outgoing_transfer:
 * @self: a reservation
 *
 * Returns: (nullable): the transfer that this worker has begun
 */
TrTransfer *
tr_reservation_get_outgoing_transfer (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), NULL);

  return self->outgoing;
}

/**
 * tr_reservation_get_worker_sid:
 * @self: a reservation
 *
 * Returns: the sid (WK…) of the worker that the task is held for
 */
const char *
tr_reservation_get_worker_sid (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), NULL);

  return self->worker_sid;
}

/**
 * tr_reservation_get_timeout:
 * @self: a reservation
 *
 * Returns: how long it may stay pending, in seconds from its creation
 */
int
tr_reservation_get_timeout (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), 0);

  return self->timeout;
}

/**
 * tr_reservation_get_canceled_reason_code:
 * @self: a reservation
 *
 * Returns: the service's code for why it was canceled, as 13223 for a number that could
 *   not be dialled; 0 when none was given
 */
int
tr_reservation_get_canceled_reason_code (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), 0);

  return self->canceled_reason_code;
}

/**
 * tr_reservation_get_date_created:
 * @self: a reservation
 *
 * Returns: seconds since the epoch, by the service's clock
 */
gint64
tr_reservation_get_date_created (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), 0);

  return self->date_created;
}

/**
 * tr_reservation_get_date_updated:
 * @self: a reservation
 *
 * Returns: seconds since the epoch, by the service's clock
 */
gint64
tr_reservation_get_date_updated (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), 0);

  return self->date_updated;
}

/**
 * tr_reservation_get_version:
 * @self: a reservation
 *
 * Returns: a number that grows with each change of the reservation
 */
gint64
tr_reservation_get_version (TrReservation *self)
{
  g_return_val_if_fail (TR_IS_RESERVATION (self), 0);

  return self->version;
}
