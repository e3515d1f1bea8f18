/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

G_BEGIN_DECLS

/* The body of every POST to the event bridge, whatever its Content-Type says. */
typedef struct
{
  JsonNode *node; /* owned; the rest is borrowed from it */
  const char *url;
  const char *method;
  const char *token;
  const char *event_type; /* nullable; the older SDK wants it back */
  JsonObject *params;     /* nullable */
} TrsBridgeBody;

gboolean trs_bridge_body_read (TrsBridgeBody *self, TrsRequest *request, GError **error);
void trs_bridge_body_clear (TrsBridgeBody *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrsBridgeBody, trs_bridge_body_clear)

G_END_DECLS
