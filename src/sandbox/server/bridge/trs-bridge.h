/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/trs-keyring.h"
#include "auth/trs-request-pass.h"
#include "fault/trs-faults.h"
#include "http/trs-router.h"
#include "log/trs-wire-log.h"
#include "state/trs-inputs.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The event bridge: workers' sockets, which hear what the engine does, and the HTTP bridge, by
 * which they ask for things. */
typedef struct _TrsBridge TrsBridge;

TrsBridge *trs_bridge_new (TrsEngine *engine,
                           TrsKeyring *keyring,
                           TrsInputs *inputs,
                           TrsFaults *faults,
                           TrsWireLog *log);
void trs_bridge_close (TrsBridge *self);
void trs_bridge_free (TrsBridge *self);
void trs_bridge_set_engine (TrsBridge *self, TrsEngine *engine);

void trs_bridge_add_routes (TrsBridge *self, TrsRouter *router);
void trs_bridge_open (TrsBridge *self, GIOStream *stream, TrsPass *pass, TrsForm *query,
                      gboolean is_v1);
TrsEngine *trs_bridge_get_engine (TrsBridge *self);
TrsRouter *trs_bridge_get_operations (TrsBridge *self);
TrsRouter *trs_bridge_get_rest (TrsBridge *self);
void trs_bridge_set_line_clock (TrsBridge *self, TrClock *clock, double speed);
void trs_bridge_set_base_url (TrsBridge *self, const char *base_url);

TrsPass *trs_bridge_verify (TrsBridge *self, const char *token, GError **error);

guint trs_bridge_count_sockets (TrsBridge *self, const char *worker_sid);
guint trs_bridge_drop (TrsBridge *self, const char *worker_sid);
guint trs_bridge_silence (TrsBridge *self, const char *worker_sid);
guint trs_bridge_expire (TrsBridge *self, const char *worker_sid);

G_END_DECLS
