/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_MACHINE (tra_machine_get_type ())
G_DECLARE_FINAL_TYPE (TraMachine, tra_machine, TRA, MACHINE, GObject)

/* Signal: told (TraAwayCause cause, gboolean begins). */
TraMachine *tra_machine_new (GDBusConnection *session_bus /* nullable */);
void tra_machine_watch_network (TraMachine *self);
void tra_machine_hold_sleep (TraMachine *self);
void tra_machine_let_sleep (TraMachine *self);

G_END_DECLS
