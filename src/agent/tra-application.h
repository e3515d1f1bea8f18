/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"
#include "tra-log.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_APPLICATION (tra_application_get_type ())
G_DECLARE_FINAL_TYPE (TraApplication, tra_application, TRA, APPLICATION, AdwApplication)

/*
 * The program. Shows the sign-in window while signed out, else the main one, and has the user's
 * verbs as actions, exported on D-Bus, enabled as the session's phase allows:
 *   app.accept (s: reservation SID, "" = the current one), app.reject (s), app.stop-ringing,
 *   app.end-conference, app.complete, app.go-online, app.go-offline, app.set-activity (s: SID;
 *   its state is the SID of the current activity, so radio items show it), app.reconnect,
 *   app.dismiss-notice, app.sign-in (shows the form; again after the sign-in ran out), app.demo,
 *   app.sign-out (asks first), app.quit (asks first if a call is on), app.about, app.show,
 *   app.preferences, app.ready-check, app.help, app.take-status (s: the name of an activity),
 *   app.advance-clock (x: milliseconds; with --clock=manual only).
 */
TraApplication *tra_application_new (void);

TraSession *tra_application_get_session (TraApplication *self);
TraHistory *tra_application_get_history (TraApplication *self);
TraLog *tra_application_get_log (TraApplication *self);
TrClock *tra_application_get_clock (TraApplication *self);
GSettings *tra_application_get_settings (TraApplication *self);

void tra_application_show (TraApplication *self);         /* raises the window */
void tra_application_ask_sign_out (TraApplication *self); /* asks first */
void tra_application_quit (TraApplication *self);
void tra_application_ask_quit (TraApplication *self);     /* asks first if a call is on */

G_END_DECLS
