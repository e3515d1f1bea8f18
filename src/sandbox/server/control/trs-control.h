/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bridge/trs-bridge.h"
#include "fault/trs-faults.h"
#include "http/trs-router.h"
#include "trs-server.h"

G_BEGIN_DECLS

/**
 * TrsControl:
 *
 * The sandbox's own API, which real life does for the service: it places calls, is the person at a
 * phone, turns the clock and orders faults. Answers are JSON, bodies are forms or JSON objects. It
 * needs no credentials; requests must come from this machine (Host and Origin are checked).
 *
 * - POST /sandbox/calls: From, To (our first number), Digits → {"sid"} of the caller's call
 * - GET /sandbox/calls/{CA} → {"sid", "from", "to", "status", "transcript": [{"time", "words"}]}
 * - GET /sandbox/calls/{CA}/transcript → {"sid", "transcript"}
 * - POST /sandbox/calls/{CA}/press (or /digits): Digits → the same as of the call
 * - POST /sandbox/calls/{CA}/say: Words, Seconds (as long as the words take): the caller speaks →
 *   the same
 * - POST /sandbox/calls/{CA}/hangup → the same
 * - GET /sandbox → {"routes": [{"method", "path", "parameters"}]}: what this API has
 * - GET /sandbox/phones → {"phones": […]}: those of workers and callers, and every other that was
 *   ever spoken of
 * - GET /sandbox/phones/{ADDRESS} → {"number", "behavior", "after", "state", "call_sid"}; state:
 *   idle, ringing, in-call, or calling
 * - POST /sandbox/phones/{ADDRESS}: Behavior (answer, no-answer, busy, ask, machine), After (seconds), New
 *   (true: at an address that nobody has) → the same
 * - POST /sandbox/phones/{ADDRESS}/answer, /decline, /hangup → the same; a person at the phone
 * - POST /sandbox/phones/{ADDRESS}/press: Digits → the same
 * - GET /sandbox/clock → {"now", "epoch", "virtual", "speed", "next"}; virtual: it can be turned;
 *   next: seconds to the next timer, or null
 * - POST /sandbox/clock/advance: seconds, with a fraction → the same, after all that was due; waits
 *   at each moment for the programs that are asked or told then
 * - GET /sandbox/snapshots → {"snapshots": [NAME, …]}
 * - POST /sandbox/snapshots/{NAME} → 201; everything that there is, is set aside
 * - POST /sandbox/snapshots/{NAME}/restore → {"name"}; everything is as it was then; workers'
 *   sockets are cut, and a clock that follows the machine's shows its time
 * - DELETE /sandbox/snapshots/{NAME} → 204
 * - POST /sandbox/reset → 204; everything is as the seed has it
 * - GET /sandbox/env → {"TR_BASE_URL", …}: what --print-env prints
 * - POST /sandbox/faults: Fault (drop, silence, expire-token), Worker (SID or name) or Account (SID)
 *   → {"worker_sid", "sockets"}: how many were struck
 * - POST /sandbox/faults: Fault, Path (a prefix), Account, Worker (those that are named must fit),
 *   Times (1), Probability (1; by --random-seed), → {"id", …}: for what comes, the control API's own
 *   requests excepted
 *   - of requests: status (Status, RetryAfter), latency, html, broken-json, each with Latency
 *     (milliseconds); cut; lose-answer, which is cut after it was carried out; no-answer for Latency
 *     (60000), then cut
 *   - of events, on each socket: double-event, late-event by Latency (1000), reorder-event, which
 *     comes after the next one, or after Latency (1000); lose-event
 *   - of requests to programs: lose-webhook, whose Path is the beginning of the URL
 * - GET /sandbox/faults → {"faults": [{"id", "fault", …, "times"}]}: those that still strike
 * - DELETE /sandbox/faults, /sandbox/faults/{ID} → 204; no restart keeps them either
 * - GET /sandbox/sockets/{WORKER} → {"worker_sid", "sockets"}: how many are open
 * - POST /sandbox/workers/{WORKER}/activity: Activity (name or SID) → {"worker_sid",
 *   "friendly_name", "activity", "available"}; WORKER: a SID, or a name in the first workspace that
 *   has it
 * - GET /sandbox/explain: Task (SID), Worker (SID or name), each optional → {"explanation"}: why
 *   that worker was, or can't be, chosen; with one of them {"explanation", "workers" or "tasks":
 *   […]}, for every worker or waiting task; with none {"tasks", "workers"}, each by itself
 * - GET /sandbox/overview → {"clock", "accounts", "workspaces", "calls", "phones"}: what the inspector
 *   shows; long lists have their beginning only, and "…_total"
 * - GET /sandbox/log: After (0), PageSize (50), Brief (true: without headers and bodies) → {"entries",
 *   "last": the next After, "newest", "lost"}: what went over a wire, its secrets masked
 * - GET /sandbox/log/{ID} → one of the entries
 * - GET /sandbox/coverage → {"routes": [{"method", "path"}], "event_bridge": […]}, from the tables
 *   that requests are routed by
 */
typedef struct _TrsControl TrsControl;

TrsControl *trs_control_new (TrsServer *server, TrsBridge *bridge, TrsFaults *faults);
void trs_control_free (TrsControl *self);

TrsWorker *trs_control_find_worker (TrsEngine *engine, const char *sid_or_name);
void trs_control_add_routes (TrsControl *self, TrsRouter *router);
void trs_control_add_explain (TrsRouter *router, TrsEngine *engine);
void trs_control_add_calls (TrsRouter *router, TrsEngine *engine);
void trs_control_add_state (TrsRouter *router, TrsServer *server);
void trs_control_add_phones (TrsRouter *router, TrsEngine *engine);
void trs_control_add_workers (TrsRouter *router, TrsEngine *engine);

G_END_DECLS
