/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "trs-cookies.h"
#include "trs-webhook.h"

G_BEGIN_DECLS

/* One request on its way. */
typedef struct
{
  char *method;
  char *url;              /* where the next try goes */
  JsonObject *parameters; /* nullable */
  char *content_type;     /* nullable */
  char *body;             /* nullable */
  char *auth_token;       /* nullable */
  char *authorization;    /* nullable: a header's value */
  TrsCookies *cookies;
  guint n_tries;          /* at this URL */
  guint n_redirects;
  SoupMessage *message;   /* owned; the try that is under way */
  TrClock *clock;         /* owned */
  guint64 timer;
  gboolean is_late;
  GCancellable *inner; /* cancelled by the caller or the deadline */
  GCancellable *outer; /* nullable: the caller's */
  gulong outer_handler;
} TrsDelivery;

TrsDelivery *trs_delivery_new (TrClock *clock,
                               const TrsWebhookRequest *request,
                               GCancellable *cancellable);
void trs_delivery_free (gpointer delivery);
void trs_delivery_settle (TrsDelivery *self);

gboolean trs_delivery_is_get (TrsDelivery *self);
gboolean trs_delivery_make_message (TrsDelivery *self);
GBytes *trs_delivery_dup_body (TrsDelivery *self);

G_END_DECLS
