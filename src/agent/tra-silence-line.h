/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-ringer.h"

G_BEGIN_DECLS

#define TRA_TYPE_SILENCE_LINE (tra_silence_line_get_type ())
G_DECLARE_FINAL_TYPE (TraSilenceLine, tra_silence_line, TRA, SILENCE_LINE, AdwBin)

void tra_silence_line_set_ringer (TraSilenceLine *self, TraRinger *ringer);

G_END_DECLS
