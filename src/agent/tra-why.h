/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-session.h"

G_BEGIN_DECLS

/* Why no calls come, in one sentence. @queues: of TrQueue; nullable: nobody may know. */
char *tra_why_sentence (TraSession *session, GPtrArray *queues);

/* Finds out, and says it in a dialog over @parent. */
void tra_why_ask (GtkWindow *parent, TraSession *session);

G_END_DECLS
