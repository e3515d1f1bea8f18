/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-recording.h"

G_BEGIN_DECLS

TrsRecording *trs_recording_new (TrsAccount *account,
                                 TrsCall *call,
                                 TrsConference *conference,
                                 const char *source,
                                 const TrsRecordingOptions *options);
void trs_recording_finish (TrsRecording *self);
TrsRecordingOptions *trs_recording_options_copy (const TrsRecordingOptions *self);
void trs_recording_options_free (TrsRecordingOptions *self);
JsonObject *trs_recording_to_parameters (TrsRecording *self);

G_END_DECLS
