/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* A fact for support: plain text, and no secret in it. */
typedef struct
{
  char *label;
  char *value;
} TraDiagnostic;

GPtrArray *tra_diagnostics_collect (TraSession *session); /* of TraDiagnostic: what is known at once */
void tra_diagnostics_add (GPtrArray *facts, const char *label, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
char *tra_diagnostics_to_text (GPtrArray *facts);

G_END_DECLS
