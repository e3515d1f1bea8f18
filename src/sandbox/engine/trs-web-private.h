/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-web.h"

G_BEGIN_DECLS

/* The requests of one engine that are under way. */
typedef struct _TrsWeb TrsWeb;

typedef void (*TrsWebFunc) (const TrsWebAnswer *answer, gpointer user_data);

TrsWeb *trs_web_new (TrsEngine *engine);
void trs_web_free (TrsWeb *self);

guint64 trs_web_send (TrsEngine *engine,
                      const TrsWebRequest *request,
                      TrsWebFunc func,
                      gpointer user_data);
void trs_web_cancel (TrsEngine *engine, guint64 *id);
char *trs_web_resolve (const char *base, const char *url);

G_END_DECLS
