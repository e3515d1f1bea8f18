/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-centre.h"

G_BEGIN_DECLS

/* Something that is wrong with a file's centre. */
typedef struct
{
  char *path;         /* in the file */
  char *complaint;
  gboolean is_error;  /* the service would refuse it; else it would take it, and nobody would know */
} TrdProblem;

/* What the service's answer depends on: names, references, expressions, flows. @present: nullable. */
GPtrArray *trd_setup_check (TrdCentre *centre, TrdCentre *present);
/* What it takes without a word: queues without workers, filters that no task reaches … */
void trd_setup_check_sense (TrdCentre *centre, GPtrArray *problems);
void trd_problem_add (GPtrArray *problems, gboolean is_error, const char *path, const char *format, ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
