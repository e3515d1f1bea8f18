/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/**
 * TrsAlertCode:
 * @TRS_ALERT_NOT_JSON: an assignment callback was answered with something else than JSON
 * @TRS_ALERT_BAD_JSON: with JSON that can't be read
 * @TRS_ALERT_NO_INSTRUCTION: with an object that has no "instruction"
 * @TRS_ALERT_UNKNOWN_INSTRUCTION: with an instruction that there is not
 * @TRS_ALERT_REJECT_ACTIVITY: reject: no such activity
 * @TRS_ALERT_CALL_FROM: call: no "from"
 * @TRS_ALERT_CALL_URL: call: no "url"
 * @TRS_ALERT_CALL_REFUSED: call: could not be begun
 * @TRS_ALERT_CALL_NOT_PENDING: call: the reservation was decided before
 * @TRS_ALERT_REDIRECT_URL: redirect: no "url"
 * @TRS_ALERT_REDIRECT_CALL: redirect: no "call_sid"
 * @TRS_ALERT_REDIRECT_REFUSED: redirect: could not be done
 * @TRS_ALERT_REDIRECT_NOT_PENDING: redirect: the reservation was decided before
 * @TRS_ALERT_DEQUEUE_ACTIVITY: dequeue: no such activity
 * @TRS_ALERT_DEQUEUE_REFUSED: dequeue: could not be begun
 * @TRS_ALERT_DEQUEUE_NOT_PENDING: dequeue: the reservation was decided before
 * @TRS_ALERT_CONFERENCE_NOT_PENDING: conference: the reservation was decided before
 * @TRS_ALERT_CONFERENCE_ACTIVITY: conference: no such activity
 * @TRS_ALERT_CONFERENCE_REFUSED: conference: could not be begun
 * @TRS_ALERT_TRANSFER: an instruction that a transfer's reservation does not take
 *
 * What the service's debugger says of instructions that it could not carry out. Webhooks that
 * nobody answered have codes of their own, above 11000.
 *
 * Source: the service's error dictionary.
 */
typedef enum
{
  TRS_ALERT_NOT_JSON = 40000,
  TRS_ALERT_BAD_JSON = 40001,
  TRS_ALERT_NO_INSTRUCTION = 40005,
  TRS_ALERT_REJECT_ACTIVITY = 40100,
  TRS_ALERT_CALL_FROM = 40111,
  TRS_ALERT_CALL_URL = 40112,
  TRS_ALERT_CALL_REFUSED = 40113,
  TRS_ALERT_CALL_NOT_PENDING = 40114,
  TRS_ALERT_REDIRECT_URL = 40120,
  TRS_ALERT_REDIRECT_CALL = 40121,
  TRS_ALERT_REDIRECT_REFUSED = 40122,
  TRS_ALERT_REDIRECT_NOT_PENDING = 40123,
  TRS_ALERT_DEQUEUE_ACTIVITY = 40130,
  TRS_ALERT_DEQUEUE_REFUSED = 40133,
  TRS_ALERT_DEQUEUE_NOT_PENDING = 40135,
  TRS_ALERT_CONFERENCE_NOT_PENDING = 40136,
  TRS_ALERT_CONFERENCE_ACTIVITY = 40139,
  TRS_ALERT_CONFERENCE_REFUSED = 40145,
  TRS_ALERT_TRANSFER = 40151,
  TRS_ALERT_UNKNOWN_INSTRUCTION = 55555,
} TrsAlertCode;

/* @resource_type must be a string literal. */
void trs_alert_raise (TrsWorkspace *workspace,
                      int code,
                      const char *resource_type,
                      const char *resource_sid,
                      const char *format,
                      ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
