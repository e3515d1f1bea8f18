/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-session.h"
#include "tra-sound.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_REHEARSAL_WAITING,
  TRA_REHEARSAL_DONE,
  TRA_REHEARSAL_FAILED,
} TraRehearsalState;

#define TRA_TYPE_REHEARSAL (tra_rehearsal_get_type ())
G_DECLARE_FINAL_TYPE (TraRehearsal, tra_rehearsal, TRA, REHEARSAL, GObject)

/* A call that is none: the popup and the ring as they are, and no service. Signal: changed (). */
TraRehearsal *tra_rehearsal_new (GtkApplication *application, TraSession *session, TraSound *sound);

int tra_rehearsal_get_popup_time (TraRehearsal *self); /* milliseconds; -1: not shown yet */
TraRehearsalState tra_rehearsal_get_sound (TraRehearsal *self);
TraRehearsalState tra_rehearsal_get_answer (TraRehearsal *self);

G_END_DECLS
