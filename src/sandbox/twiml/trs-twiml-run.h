/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-twiml.h"

G_BEGIN_DECLS

/* One call's walk through a document. It does nothing by itself: it asks its host for one thing at
 * a time and goes on when the host says that the thing is done, at once or much later. So it has no
 * clock: the host's makes the caller wait, and a virtual one makes that quick.
 *
 * The host may answer from within the call that asks, and may drop its last reference there. */
typedef struct _TrsTwimlRun TrsTwimlRun;

/**
 * TrsTwimlHost:
 * @say: speak the text of @verb, then trs_twiml_run_done(); @loop repetitions come one by one
 * @play: play the address or the digits of @verb, then trs_twiml_run_done()
 * @pause: be silent for @seconds, then trs_twiml_run_done()
 * @gather: (nullable): told that digits are now listened for, before the first prompt; the host may
 *   press digits that it has in stock, here or later
 * @listen: wait @seconds for a digit, then trs_twiml_run_done(); every digit interrupts it
 * @interrupt: stop what @say, @play, @pause or @listen began, and never say that it is done
 * @enqueue: put the caller into the queue of @verb, then trs_twiml_run_left_queue()
 * @dial: ring the nouns of @verb, then trs_twiml_run_dialed()
 * @record: record the caller, then trs_twiml_run_recorded()
 * @stop_recording: the caller pressed a key that ends it; answer @record now
 * @request: the run is over; go on with the document at @url, which is "" for the address that this
 *   one came from. @parameters (of strings) are those of the verb, to be added to the call's own
 * @hang_up: the run is over; the call ends
 * @reject: the run is over; the call was never answered: @reason is "rejected" or "busy"
 * @leave: the run is over; the caller leaves the queue in which it hears this
 * @ended: the run is over; there are no more verbs
 * @problem: (nullable): a verb could not be carried out; @code is the service's
 *
 * What a run asks for. All but @gather and @problem are needed.
 */
typedef struct
{
  void (*say) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*play) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*pause) (TrsTwimlRun *run, int seconds, gpointer user_data);
  void (*gather) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*listen) (TrsTwimlRun *run, int seconds, gpointer user_data);
  void (*interrupt) (TrsTwimlRun *run, gpointer user_data);
  void (*enqueue) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*dial) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*record) (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data);
  void (*stop_recording) (TrsTwimlRun *run, gpointer user_data);
  void (*request) (TrsTwimlRun *run, const char *url, const char *method, JsonObject *parameters, gpointer user_data);
  void (*hang_up) (TrsTwimlRun *run, gpointer user_data);
  void (*reject) (TrsTwimlRun *run, const char *reason, gpointer user_data);
  void (*leave) (TrsTwimlRun *run, gpointer user_data);
  void (*ended) (TrsTwimlRun *run, gpointer user_data);
  void (*problem) (TrsTwimlRun *run, const TrsTwimlElement *verb, guint code, const char *message, gpointer user_data);
} TrsTwimlHost;

TrsTwimlRun *trs_twiml_run_new (TrsTwiml *document, const TrsTwimlHost *host, gpointer user_data);
TrsTwimlRun *trs_twiml_run_ref (TrsTwimlRun *self);
void trs_twiml_run_unref (TrsTwimlRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsTwimlRun, trs_twiml_run_unref)

void trs_twiml_run_start (TrsTwimlRun *self);
void trs_twiml_run_stop (TrsTwimlRun *self);

void trs_twiml_run_done (TrsTwimlRun *self);
gboolean trs_twiml_run_press (TrsTwimlRun *self, char digit);
gboolean trs_twiml_run_hear (TrsTwimlRun *self, const char *speech);
void trs_twiml_run_left_queue (TrsTwimlRun *self, const char *result, JsonObject *parameters);
void trs_twiml_run_dialed (TrsTwimlRun *self, const char *status, JsonObject *parameters);
void trs_twiml_run_recorded (TrsTwimlRun *self, int seconds, JsonObject *parameters);

gboolean trs_twiml_run_is_over (TrsTwimlRun *self);
gboolean trs_twiml_run_is_listening (TrsTwimlRun *self);
gboolean trs_twiml_run_is_recording (TrsTwimlRun *self);
const TrsTwimlElement *trs_twiml_run_get_verb (TrsTwimlRun *self);

G_END_DECLS
