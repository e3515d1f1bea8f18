/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

/* What an address says of itself, without credentials. */
typedef struct
{
  guint status;
  GDateTime *date; /* owned, nullable */
} TrdAnswer;

TrdAnswer *trd_fetch (TrClient *client, const char *method, const char *url, GError **error);
void trd_answer_free (TrdAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdAnswer, trd_answer_free)

G_END_DECLS
