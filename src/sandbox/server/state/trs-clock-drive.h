/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

G_BEGIN_DECLS

/* Turns a manual clock as the machine's time passes, or so many times as fast. The engine never
 * follows the machine's clock by itself: everything that happens between two turns happens at one
 * moment, and so a history of the moments and of what was asked at each is all that it takes to
 * have the same state again. */
typedef struct _TrsClockDrive TrsClockDrive;

/* Called after a turn that something was due in. */
typedef void (*TrsClockDriveFunc) (gpointer user_data);

typedef gboolean (*TrsClockDriveBusyFunc) (gpointer user_data);

TrsClockDrive *trs_clock_drive_new (TrClock *driven,
                                    double speed,
                                    TrsClockDriveFunc turned,
                                    TrsClockDriveBusyFunc is_busy,
                                    gpointer user_data);
void trs_clock_drive_free (TrsClockDrive *self);

void trs_clock_drive_catch_up (TrsClockDrive *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsClockDrive, trs_clock_drive_free)

G_END_DECLS
