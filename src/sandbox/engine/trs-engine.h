/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"
#include "trs-account.h"
#include "trs-activity.h"
#include "trs-alert.h"
#include "trs-error.h"
#include "trs-event.h"
#include "trs-expression.h"
#include "trs-instruction.h"
#include "trs-reservation.h"
#include "trs-task-channel.h"
#include "trs-task-queue.h"
#include "trs-task.h"
#include "trs-transfer.h"
#include "trs-web.h"
#include "trs-worker-channel.h"
#include "trs-worker.h"
#include "trs-workflow.h"
#include "trs-workspace.h"
#include "flow/trs-execution.h"
#include "flow/trs-flow.h"
#include "voice/trs-call.h"
#include "voice/trs-conference.h"
#include "voice/trs-number.h"
#include "voice/trs-participant.h"
#include "voice/trs-phone.h"
#include "voice/trs-recording.h"
#include "voice/trs-voice-queue.h"

G_BEGIN_DECLS

/* One service: accounts, workspaces, calls. It does no I/O and starts no thread: it changes when a
 * verb is called or the clock turns, and all its randomness is the seed's, so equal histories have
 * equal SIDs and events.
 *
 * It has one signal:
 *   event (TrsEngine *engine, const TrsEvent *event, gpointer user_data)
 * emitted at the moment that something happened, with the state just as it is then. Snapshot what
 * you need of the event there and then (a socket frame, say): the resources that it points at
 * change on, often within the same verb. Handlers must not call verbs. */
#define TRS_TYPE_ENGINE (trs_engine_get_type ())
G_DECLARE_FINAL_TYPE (TrsEngine, trs_engine, TRS, ENGINE, GObject)

TrsEngine *trs_engine_new (TrClock *clock, guint32 random_seed);
gboolean trs_engine_load_seed (TrsEngine *self, JsonNode *seed, GError **error);
gboolean trs_engine_load_seed_text (TrsEngine *self,
                                    const char *text,
                                    gsize length,
                                    const char *name,
                                    GError **error);
gboolean trs_engine_load_default_seed (TrsEngine *self, GError **error);

TrClock *trs_engine_get_clock (TrsEngine *self);
GPtrArray *trs_engine_get_accounts (TrsEngine *self);
GPtrArray *trs_engine_get_phones (TrsEngine *self);

TrsAccount *trs_engine_get_account (TrsEngine *self, const char *sid);
TrsWorkspace *trs_engine_get_workspace (TrsEngine *self, const char *sid);
TrsCall *trs_engine_get_call (TrsEngine *self, const char *sid);
TrsConference *trs_engine_get_conference (TrsEngine *self, const char *sid);
TrsVoiceQueue *trs_engine_get_voice_queue (TrsEngine *self, const char *sid);
TrsFlow *trs_engine_get_flow (TrsEngine *self, const char *sid);
TrsExecution *trs_engine_get_execution (TrsEngine *self, const char *sid);
TrsRecording *trs_engine_get_recording (TrsEngine *self, const char *sid);
TrsNumber *trs_engine_get_number (TrsEngine *self, const char *sid);
TrsNumber *trs_engine_get_number_by_number (TrsEngine *self, const char *phone_number);
void trs_engine_set_public_url (TrsEngine *self, const char *url);
TrsPhone *trs_engine_get_phone (TrsEngine *self, const char *address);
TrsPhone *trs_engine_find_phone (TrsEngine *self, const char *address);

G_END_DECLS
