/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow/trs-execution.h"
#include "tr-clock.h"
#include "trs-call.h"
#include "trs-twiml-run.h"
#include "trs-voice-program.h"

G_BEGIN_DECLS

/* Private to the engine. */

/**
 * TrsScriptRole:
 * @TRS_SCRIPT_MAIN: what the call is for
 * @TRS_SCRIPT_QUEUE: what someone hears who waits in a queue, again and again
 * @TRS_SCRIPT_ROOM: what someone hears in a conference who does not hear the others, again and again
 * @TRS_SCRIPT_ONCE: an announcement
 */
typedef enum
{
  TRS_SCRIPT_MAIN,
  TRS_SCRIPT_QUEUE,
  TRS_SCRIPT_ROOM,
  TRS_SCRIPT_ONCE,
} TrsScriptRole;

/* Told that a script of the role TRS_SCRIPT_ONCE has come to its end; @failed: it was not there. */
typedef void (*TrsScriptFunc) (TrsCall *call, gboolean failed);

/* What one call hears, and what that leads to: one document after another, or a flow. A call has
 * one for itself, and another while it waits. */
struct _TrsScript
{
  guint ref_count;
  TrsAccount *account;
  TrsScriptRole role;
  TrsCall *call;           /* NULL for none, and once it was stopped */
  TrsExecution *execution; /* nullable: the flow that it runs; owns it in turn */
  TrsTwimlRun *run;        /* owned, nullable: the document that it runs */
  TrsVoiceProgram *program; /* owned, nullable: where the document came from */
  TrsScriptFunc over;      /* nullable */

  TrsTwimlRun *asking; /* owned, nullable: who waits for what is under way */
  guint64 timer;       /* of that */
  guint64 request;     /* of the document that is on its way */
  gboolean is_fallback;
  gint64 asked_at;     /* real time, when it last asked for a document */
  guint n_asked;       /* how many it has asked for at that time */
  guint64 flow_request; /* of a flow's widget */
  TrsDial *dial;        /* owned, nullable: the Dial that is under way */
  TrsRecording *recording; /* owned, nullable: the Record that is under way */
  char queue_sid[TRS_SID_LENGTH + 1]; /* that the caller was put into by it */
  gint64 queue_time;    /* microseconds that he waited there */
  gint64 speech_end;    /* of what the caller says into it: real time; 0 for nothing */
};

/* What both kinds of host have. */
#define TRS_SCRIPT_VOICE \
  .say = trs_script_say, .play = trs_script_play, .pause = trs_script_pause, \
  .gather = trs_script_gather, .listen = trs_script_listen, .interrupt = trs_script_interrupt, \
  .enqueue = trs_script_enqueue, .dial = trs_script_dial, .record = trs_script_record, \
  .stop_recording = trs_script_stop_recording

extern const TrsFlowHost trs_script_flow_host;
extern const TrsTwimlHost trs_script_twiml_host;

TrsScript *trs_script_new (TrsAccount *account, TrsCall *call, TrsScriptRole role);
TrsScript *trs_script_ref (TrsScript *self);
void trs_script_unref (TrsScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsScript, trs_script_unref)

void trs_script_run_program (TrsScript *self, const TrsVoiceProgram *program);
void trs_script_go_to (TrsScript *self,
                       const char *url,
                       const char *method,
                       JsonObject *parameters);
void trs_script_stop (TrsScript *self);
void trs_script_hang_up (TrsScript *self);
void trs_script_forget_execution (TrsScript *self);

void trs_script_drop_run (TrsScript *self);
void trs_script_come_to_end (TrsScript *self, gboolean failed);
void trs_script_note_problem (TrsScript *self, guint code, const char *message);
char *trs_script_dup_url (TrsScript *self, const char *url);
TrsTwimlRun *trs_script_get_run (TrsScript *self);
void trs_script_set_asking (TrsScript *self, TrsTwimlRun *run);
TrsTwimlRun *trs_script_take_asking (TrsScript *self);
void trs_script_wait (TrsScript *self, gint64 microseconds, TrClockFunc func);
void trs_script_done_cb (gpointer user_data);

/* trs-script-speech.c: what callers hear, and when they are heard. */
void trs_script_say (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_script_play (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_script_pause (TrsTwimlRun *run, int seconds, gpointer user_data);
void trs_script_gather (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_script_listen (TrsTwimlRun *run, int seconds, gpointer user_data);
void trs_script_interrupt (TrsTwimlRun *run, gpointer user_data);
gint64 trs_speech_get_duration (const char *words);
void trs_call_read (TrsCall *self);

/* trs-queue-member.c */
void trs_script_enqueue (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_script_leave (TrsTwimlRun *run, gpointer user_data);
void trs_script_left_queue (TrsScript *self, const char *result);
void trs_script_tell_left_queue (TrsScript *self, const char *result);
JsonObject *trs_queue_member_make_parameters (TrsQueueMember *self);

/* trs-dial.c */
void trs_script_dial (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_dial_free (TrsDial *self);
void trs_dial_answered (TrsCall *leg);
void trs_dial_leg_over (TrsCall *leg);
void trs_dial_conference_over (TrsCall *call);
void trs_dial_serve_queue (TrsVoiceQueue *queue);
gboolean trs_dial_is_bridged (TrsDial *self);
gboolean trs_dial_hears_star (TrsScript *script);
void trs_dial_star (TrsScript *script);
void trs_dial_bridge_over (TrsScript *script);
void trs_dial_cancel (TrsDial *self);
void trs_dial_forget_leg (TrsCall *leg);
void trs_dial_forget_queue (TrsScript *script);

/* trs-record-verb.c */
void trs_script_record (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
void trs_script_stop_recording (TrsTwimlRun *run, gpointer user_data);
void trs_script_end_recording (TrsScript *self);

G_END_DECLS
