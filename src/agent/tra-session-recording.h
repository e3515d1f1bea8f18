/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_RECORDING_NONE, /* or none that this sign-in may know of */
  TRA_RECORDING_ON,
  TRA_RECORDING_PAUSED,
} TraRecording;

/* Whether the call in front is recorded, as the service said last. */
TraRecording tra_session_get_recording (TraSession *self);
gboolean tra_session_can_pause_recording (TraSession *self);
void tra_session_set_recording_paused (TraSession *self, gboolean is_paused);

/* tra-session-record-again.c */
gint64 tra_session_get_record_again_left (TraSession *self);

G_END_DECLS
