/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-call.h"

G_BEGIN_DECLS

TrsCall *trs_call_new (TrsAccount *account,
                       const char *from,
                       const char *to,
                       const char *direction);
void trs_call_note (TrsCall *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void trs_call_set_status (TrsCall *self, TrsCallStatus status);
const char *trs_call_get_party (TrsCall *self);
gboolean trs_call_check_active (TrsCall *self, GError **error);

/* trs-call-ring.c: how calls begin. */
void trs_call_answer_now (TrsCall *self);
void trs_call_begin (TrsCall *self);
void trs_call_set_time_limit (TrsCall *self, int seconds);
void trs_call_dial (TrsCall *self, int timeout);
void trs_call_arm_ringing (TrsCall *self);
void trs_call_arrive (TrsCall *self, TrsNumber *number);

/* trs-call-detection.c: whether a person answered. */
void trs_detection_free (TrsDetection *self);
void trs_call_set_detection (TrsCall *self, const TrsDetectionWish *wish);
gboolean trs_call_detect (TrsCall *self);
void trs_call_stop_detection (TrsCall *self);

/* trs-call-end.c: how calls end, or go elsewhere. */
void trs_call_end (TrsCall *self, TrsCallStatus status);
void trs_call_drop (TrsCall *self);
void trs_call_unbridge (TrsCall *self);
void trs_call_run (TrsCall *self, const TrsVoiceProgram *program);
void trs_call_stop_script (TrsCall *self);
void trs_call_start_background (TrsCall *self, int role, const TrsVoiceProgram *program);
void trs_call_stop_background (TrsCall *self);
void trs_call_go_elsewhere (TrsCall *self, const TrsVoiceProgram *program);
void trs_call_begin_recording (TrsCall *self,
                               const char *source,
                               const TrsRecordingOptions *options);
void trs_call_end_recording (TrsCall *self);

/* trs-call-parameters.c */
JsonObject *trs_call_make_parameters (TrsCall *self, JsonObject *more);
void trs_call_tell (TrsCall *self);

/* trs-queue-member.c */
void trs_call_leave_queue (TrsCall *self);
void trs_call_give_up_task (TrsCall *self, const char *reason);
void trs_call_task_ended (TrsTask *task);
TrsCall *trs_task_find_call (TrsTask *task);
TrsVoiceQueue *trs_voice_queue_new (TrsAccount *account, const char *friendly_name);

G_END_DECLS
