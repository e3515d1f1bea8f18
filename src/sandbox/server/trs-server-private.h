/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/trs-keyring.h"
#include "bridge/trs-bridge.h"
#include "callback/trs-assignment-callback.h"
#include "callback/trs-event-callback.h"
#include "callback/trs-web-client.h"
#include "control/trs-control.h"
#include "fault/trs-faults.h"
#include "http/trs-delays.h"
#include "http/trs-listener.h"
#include "http/trs-patience.h"
#include "http/trs-router.h"
#include "inspector/trs-inspector.h"
#include "log/trs-wire-log.h"
#include "state/trs-inputs.h"
#include "state/trs-state.h"
#include "trs-server.h"

G_BEGIN_DECLS

struct _TrsServer
{
  GObject parent_instance;

  TrsEngine *engine;     /* owned */
  SoupServer *soup;      /* owned */
  TrsListener *listener; /* owned; NULL until it listens */
  TrsPatience *patience; /* owned */
  TrsRouter *router;     /* owned */
  TrsKeyring *keyring;   /* owned */
  TrsFaults *faults;     /* owned */
  TrsWebhook *webhook;   /* owned */
  TrsWireLog *log;       /* owned */
  TrsBridge *bridge;     /* owned */
  TrsControl *control;   /* owned */
  TrsInspector *inspector; /* owned */
  TrsInputs *inputs;     /* owned */
  TrsAssignmentCallback *assignments; /* owned */
  TrsEventCallback *events;           /* owned */
  TrsWebClient *web;                  /* owned; NULL while a history is gone through */
  GTlsCertificate *certificate; /* owned, nullable */
  GPtrArray *origins;    /* owned strings: of pages elsewhere that may use the service's APIs */
  char *base_url;        /* owned */
  TrsDelays *delays;     /* owned */
  TrsState *state;       /* owned; NULL: nothing is kept */
  TrsRouter *retired;    /* owned, nullable: what the request was found in that changed engines */
};

/* trs-server.c: what programs are to be asked and told is gathered; then they are. */
void trs_server_hold_callbacks (TrsServer *self);
void trs_server_open_callbacks (TrsServer *self);

/* trs-server-request.c */
void trs_server_attach_soup (TrsServer *self);
void trs_server_run (TrsRequest *request, const TrsRoute *route, gpointer user_data);

G_END_DECLS
