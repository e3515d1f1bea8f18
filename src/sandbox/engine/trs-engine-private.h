/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"
#include "trs-web-private.h"

G_BEGIN_DECLS

struct _TrsEngine
{
  GObject parent_instance;

  TrClock *clock;
  GRand *random;
  guint64 last_serial;

  GPtrArray *accounts;   /* owned TrsAccounts */
  GPtrArray *phones;     /* owned TrsPhones */
  GHashTable *resources; /* SID → TrsResource, borrowed */
  GHashTable *by_address; /* address → TrsPhone, borrowed */
  GHashTable *numbers;   /* phone number → TrsNumber, borrowed */

  GQueue dirty_tasks;   /* of TrsTask, owned: to be routed */
  GQueue dirty_workers; /* of TrsWorker, owned: perhaps free for a waiting task */
  gboolean is_routing;
  GHashTable *gone;  /* SID → owned TrsGone: of resources that were removed lately */
  GQueue gone_order; /* of borrowed TrsGone, the oldest first */
  TrsWeb *web; /* owned */
  char *public_url; /* where programs reach the API; no slash at the end */
  GString *scratch; /* for putting an event together */
};

gint64 trs_engine_now (TrsEngine *self);
guint64 trs_engine_add_timer (TrsEngine *self,
                              gint64 seconds,
                              TrClockFunc func,
                              gpointer user_data);
void trs_engine_clear_timer (TrsEngine *self, guint64 *id);
gpointer trs_engine_lookup (TrsEngine *self, TrsResourceType type, const char *sid);
void trs_engine_emit (TrsEngine *self, const TrsEvent *event);
gboolean trs_engine_check_free_sid (TrsEngine *self,
                                    const char *sid,
                                    const char *prefix,
                                    GError **error);

G_END_DECLS
