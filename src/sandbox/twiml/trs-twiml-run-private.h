/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-twiml-run.h"

G_BEGIN_DECLS

/* A run's inside. Private to this folder. */

typedef enum
{
  TRS_TWIML_RUN_READY,     /* to go on: nothing is asked of the host */
  TRS_TWIML_RUN_PLAYING,   /* say, play or pause, in a Gather or not */
  TRS_TWIML_RUN_LISTENING, /* a Gather whose prompts are over */
  TRS_TWIML_RUN_ENQUEUED,
  TRS_TWIML_RUN_DIALING,
  TRS_TWIML_RUN_RECORDING,
  TRS_TWIML_RUN_OVER,
} TrsTwimlRunState;

struct _TrsTwimlRun
{
  gatomicrefcount ref_count;
  TrsTwiml *document;
  TrsTwimlHost host;
  gpointer user_data;

  TrsTwimlRunState state;
  gboolean is_going; /* trs_twiml_run_go_on() is on the stack */
  gboolean is_to_go; /* ... and has to look again */
  guint next;        /* the verb to come, in the Response */
  const TrsTwimlElement *verb;

  const TrsTwimlElement *gather; /* nullable: the Gather that we are in */
  guint prompt;                  /* of the Gather, the next */
  GString *digits;
  const TrsTwimlElement *playing; /* nullable: a Say, Play or Pause that has rounds left */
  int rounds;
  char key; /* that ended the recording; 0 for none */
};

void trs_twiml_run_go_on (TrsTwimlRun *self);
void trs_twiml_run_go_to_action (TrsTwimlRun *self, JsonObject *parameters);
void trs_twiml_run_request (TrsTwimlRun *self, const char *url, const char *method, JsonObject *parameters);
void trs_twiml_run_end_gather (TrsTwimlRun *self, const char *digits, const char *speech);

G_END_DECLS
