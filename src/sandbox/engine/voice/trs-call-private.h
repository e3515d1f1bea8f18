/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-call.h"

G_BEGIN_DECLS

TrsCall *trs_call_new (TrsAccount *account,
                       const char *from,
                       const char *to,
                       const char *direction);
void trs_call_note (TrsCall *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void trs_call_answer_now (TrsCall *self);
void trs_call_dial (TrsCall *self, int timeout);
void trs_call_arm_ringing (TrsCall *self);
void trs_call_end (TrsCall *self, TrsCallStatus status);
void trs_call_drop (TrsCall *self);
gboolean trs_call_enqueue (TrsCall *self, TrsWorkflow *workflow, JsonObject *attributes);
void trs_call_leave_queue (TrsCall *self);
void trs_call_task_ended (TrsTask *task);
TrsCall *trs_task_find_call (TrsTask *task);
gboolean trs_address_is_valid (const char *address);

/* trs-ivr.c */
void trs_ivr_start (TrsCall *call);
void trs_ivr_read (TrsCall *call);

G_END_DECLS
