/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow-run.h"

G_BEGIN_DECLS

/* An execution's inside. Private to this folder. */

struct _TrsFlowRun
{
  gatomicrefcount ref_count;
  TrsFlowDefinition *definition;
  TrsFlowHost host;
  gpointer user_data;
  char *flow_sid;
  char *execution_sid;
  GTimeZone *zone;

  gboolean is_started;
  gboolean is_over;
  gboolean is_going;   /* go_on() is on the stack */
  gboolean is_to_go;   /* the widget is to be entered */
  gboolean is_requesting;
  TrsFlowWidget *widget;
  guint repeats;        /* how often the widget was entered in a row */
  gsize budget;         /* of work for Liquid, until the next wait */
  JsonNode *context;    /* NULL before the start */
  JsonObject *call;     /* nullable: the call's parameters; NULL without a call that lives */
  TrsTwimlRun *voice;   /* nullable: the document of a widget that speaks */
  GPtrArray *steps;
};

char *trs_flow_run_expand (TrsFlowRun *self, const char *text);
char *trs_flow_run_dup_property (TrsFlowRun *self, const char *name);
void trs_flow_run_report (TrsFlowRun *self, const char *message);
void trs_flow_run_set_widget_values (TrsFlowRun *self, JsonObject *values);
void trs_flow_run_take_event (TrsFlowRun *self, const char *event);
void trs_flow_run_take_transition (TrsFlowRun *self, const char *event, const char *next);
void trs_flow_run_end (TrsFlowRun *self);
void trs_flow_run_drop_voice (TrsFlowRun *self);

/* Entering a widget of a kind; each leads to an event, now or later. */
void trs_flow_run_enter_split (TrsFlowRun *self);
void trs_flow_run_enter_set_variables (TrsFlowRun *self);
void trs_flow_run_enter_request (TrsFlowRun *self);
void trs_flow_run_enter_voice (TrsFlowRun *self);

char *trs_flow_voice_make_document (TrsFlowRun *self);

G_END_DECLS
