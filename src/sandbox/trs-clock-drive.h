/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

G_BEGIN_DECLS

/* Turns a manual clock as the machine's clock goes, only faster (or slower). */
typedef struct _TrsClockDrive TrsClockDrive;

TrsClockDrive *trs_clock_drive_new (TrClock *driven, double speed);
void trs_clock_drive_free (TrsClockDrive *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsClockDrive, trs_clock_drive_free)

G_END_DECLS
