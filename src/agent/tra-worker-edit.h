/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-queue-rule.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_WORKER_EDIT (tra_worker_edit_get_type ())
G_DECLARE_FINAL_TYPE (TraWorkerEdit, tra_worker_edit, TRA, WORKER_EDIT, GObject)

/* A supervisor's change of a worker's attributes. Signals: loaded (); saved (); failed (char *text): a
 * sentence; conflicted (char *names): others changed the same, and nothing is written yet: what is to
 * be written is tra_worker_edit_get_attributes() now. */
TraWorkerEdit *tra_worker_edit_new (TraSession *session, const char *worker_sid);
void tra_worker_edit_load (TraWorkerEdit *self);
void tra_worker_edit_save (TraWorkerEdit *self, JsonObject *attributes);

gboolean tra_worker_edit_is_busy (TraWorkerEdit *self);
JsonObject *tra_worker_edit_get_attributes (TraWorkerEdit *self); /* nullable until loaded */
GPtrArray *tra_worker_edit_get_rules (TraWorkerEdit *self);       /* of TraQueueRule */
TraQueueRuleAnswer tra_worker_edit_ask (TraWorkerEdit *self,
                                        TraQueueRule *rule,
                                        JsonObject *attributes);

G_END_DECLS
