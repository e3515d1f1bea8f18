/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tr-secret.h"

G_BEGIN_DECLS

/* Questions on stderr, answers from stdin: a person's on a terminal, else a line for each question
 * that has to be asked. NULL: there was no answer. */
gboolean trd_question_has_person (void);
char *trd_question_ask (const char *question);
TrSecret *trd_question_ask_secret (const char *question);

G_END_DECLS
