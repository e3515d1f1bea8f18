/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-centre.h"

G_BEGIN_DECLS

/* What is to happen to a caller or a task: of a file's tests. */
typedef struct
{
  char *name;
  gint64 start;           /* microseconds since the epoch */
  JsonObject *activities; /* nullable: by the workers' names */
  gboolean is_call;
  char *from;
  char *to;               /* nullable: the first number */
  char *keys;             /* nullable: none is pressed */
  char *workflow;         /* of a task */
  char *channel;          /* of a task; nullable */
  char *attributes;       /* of a task: JSON */
  gint64 after;           /* seconds */
  char *reserved;         /* expected, nullable: a worker */
  char *waits;            /* expected, nullable: a queue */
  gboolean ends;          /* expected */
  gboolean leaves_message; /* expected */
} TrdScenario;

typedef struct
{
  const TrdScenario *scenario; /* borrowed */
  gboolean has_passed;
  char *expected;
  char *happened;
  char *why; /* nullable */
} TrdOutcome;

GPtrArray *trd_scenario_load (TrdCentre *centre, const char *path, GError **error);
TrdOutcome *trd_scenario_run (const TrdScenario *self, TrdCentre *centre, GError **error);
void trd_outcome_free (TrdOutcome *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdOutcome, trd_outcome_free)

G_END_DECLS
