/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow-definition.h"
#include "trs-twiml-run.h"

G_BEGIN_DECLS

/* One execution of a flow by an incoming call.
 *
 * Widgets that speak to the caller become TwiML, as with the service, which runs on the same
 * TrsTwimlHost that the call's other documents run on: a host that can play TwiML can play a flow.
 * It answers the TrsTwimlRun that it is handed, with trs_twiml_run_done() and the like. Only
 * TrsTwimlHost's request, hang_up, reject, leave and ended are never asked: a flow's documents end
 * in the flow. */
typedef struct _TrsFlowRun TrsFlowRun;

/* The first two are the service's own. Source: its frequently asked questions on Studio. */
#define TRS_FLOW_MAX_STEPS 1000
#define TRS_FLOW_MAX_REPEATS 10 /* of one widget in a row */
#define TRS_FLOW_MAX_VARIABLES 1000
#define TRS_FLOW_MAX_ANSWER (64 * 1024) /* bytes of the answer to a request */

/* A transition that was taken. */
typedef struct
{
  char *sid;               /* FT… */
  char *name;              /* the event, such as "keypress" */
  char *transitioned_from; /* a widget's name */
  char *transitioned_to;   /* a widget's name, or "Ended" */
  char *type;              /* of the widget that it came from */
  gint64 time;             /* microseconds since the epoch, the host's */
  JsonNode *context;       /* as it was then; shares its parts with those of other steps */
} TrsFlowStep;

/* A request that a widget wants made. Borrowed, good during the call. */
typedef struct
{
  const char *method; /* "GET", "POST" */
  const char *url;
  const char *content_type; /* nullable: no body */
  const char *body;         /* nullable */
  gboolean add_auth;        /* with the account's own credentials */
} TrsFlowRequest;

/**
 * TrsFlowHost:
 * @voice: what documents need
 * @request: make a request with a deadline of 10 seconds, then trs_flow_run_requested()
 * @now: the time, in microseconds since the epoch
 * @new_sid: (transfer full): a fresh SID of the kind that the two letters of @prefix say
 * @step: (nullable): told of each step, at its time
 * @problem: (nullable): told what went wrong or is not run, in a sentence
 * @ended: the execution is over; a call that still lives is to be hung up
 *
 * What an execution asks for. The user_data is also that of @voice.
 */
typedef struct
{
  TrsTwimlHost voice;
  void (*request) (TrsFlowRun *run, const TrsFlowRequest *request, gpointer user_data);
  gint64 (*now) (gpointer user_data);
  char *(*new_sid) (const char *prefix, gpointer user_data);
  void (*step) (TrsFlowRun *run, const TrsFlowStep *step, gpointer user_data);
  void (*problem) (TrsFlowRun *run, const char *widget, const char *message, gpointer user_data);
  void (*ended) (TrsFlowRun *run, gpointer user_data);
} TrsFlowHost;

TrsFlowRun *trs_flow_run_new (TrsFlowDefinition *definition, const char *flow_sid, const char *execution_sid, const TrsFlowHost *host, gpointer user_data);
TrsFlowRun *trs_flow_run_ref (TrsFlowRun *self);
void trs_flow_run_unref (TrsFlowRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsFlowRun, trs_flow_run_unref)

void trs_flow_run_set_time_zone (TrsFlowRun *self, GTimeZone *zone);
void trs_flow_run_start_call (TrsFlowRun *self, JsonObject *parameters);
void trs_flow_run_start_request (TrsFlowRun *self, const char *to, const char *from, JsonObject *parameters);
void trs_flow_run_requested (TrsFlowRun *self, guint status, const char *content_type, const char *body);
void trs_flow_run_hang_up (TrsFlowRun *self, JsonObject *parameters);
void trs_flow_run_stop (TrsFlowRun *self);

gboolean trs_flow_run_is_over (TrsFlowRun *self);
const char *trs_flow_run_get_status (TrsFlowRun *self);
const char *trs_flow_run_get_execution_sid (TrsFlowRun *self);
const char *trs_flow_run_get_flow_sid (TrsFlowRun *self);
TrsFlowDefinition *trs_flow_run_get_definition (TrsFlowRun *self);
TrsFlowWidget *trs_flow_run_get_widget (TrsFlowRun *self);
TrsTwimlRun *trs_flow_run_get_voice (TrsFlowRun *self);
JsonNode *trs_flow_run_get_context (TrsFlowRun *self);
GPtrArray *trs_flow_run_get_steps (TrsFlowRun *self); /* of TrsFlowStep */

G_END_DECLS
