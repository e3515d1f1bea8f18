/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_RECORDING_LINE (tra_recording_line_get_type ())
G_DECLARE_FINAL_TYPE (TraRecordingLine, tra_recording_line, TRA, RECORDING_LINE, AdwBin)

void tra_recording_line_update (TraRecordingLine *self, TraSession *session);

G_END_DECLS
