/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* The last of what went over a wire, for people who look for what went wrong. Taking something in
 * costs a few references; it is only read, and its secrets masked, for who asks. It is bounded in
 * number and in bytes, and forgets the oldest first. */
typedef struct _TrsWireLog TrsWireLog;

typedef enum
{
  TRS_WIRE_REQUEST, /* came to us, and our answer */
  TRS_WIRE_EVENT,   /* one message to one worker's socket */
  TRS_WIRE_WEBHOOK, /* went to a program, and its answer */
} TrsWireKind;

/**
 * TrsWireEntry:
 * @kind: which wire it was
 * @method: (nullable): of HTTP
 * @target: path and query as they came, a webhook's URL, or the SID of a socket's channel
 * @status: of the answer; 0 for none
 * @note: (nullable): a few words on what neither side has written
 * @request_headers: (nullable): as they went
 * @response_headers: (nullable): as they went
 * @request_body: (nullable): as it went
 * @response_body: (nullable): as it went; the message itself for an event
 *
 * What to take in. Strings are copied, the others referenced.
 */
typedef struct
{
  TrsWireKind kind;
  const char *method;
  const char *target;
  guint status;
  const char *note;
  SoupMessageHeaders *request_headers;
  SoupMessageHeaders *response_headers;
  GBytes *request_body;
  GBytes *response_body;
} TrsWireEntry;

TrsWireLog *trs_wire_log_new (TrClock *clock);
void trs_wire_log_free (TrsWireLog *self);
void trs_wire_log_set_clock (TrsWireLog *self, TrClock *clock);

void trs_wire_log_add (TrsWireLog *self, const TrsWireEntry *entry);

JsonObject *trs_wire_log_to_json (TrsWireLog *self, guint64 after, guint max_lines, gboolean brief);
JsonObject *trs_wire_log_get_json (TrsWireLog *self, guint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWireLog, trs_wire_log_free)

G_END_DECLS
