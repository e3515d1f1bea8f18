/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* What is worth noting. Any other word may be noted, too, and is shown as it is. */
#define TRA_FLIGHT_EVENT_IN "event-in"
#define TRA_FLIGHT_POPUP_MAPPED "popup-mapped"
#define TRA_FLIGHT_SOUND_STARTED "sound-started"
#define TRA_FLIGHT_SOUND_FAILED "sound-failed"
#define TRA_FLIGHT_NOTIFICATION_SHOWN "notification-shown"
#define TRA_FLIGHT_BANNERS_OFF "banners-off"
#define TRA_FLIGHT_BANNERS_ON "banners-on"
#define TRA_FLIGHT_SCREEN_LOCKED "screen-locked"
#define TRA_FLIGHT_SCREEN_UNLOCKED "screen-unlocked"
#define TRA_FLIGHT_CONNECTION_LOST "connection-lost"
#define TRA_FLIGHT_CONNECTION_BACK "connection-back"
#define TRA_FLIGHT_LAST_HEARD "last-heard"
#define TRA_FLIGHT_ACCEPT_PRESSED "accept-pressed"
#define TRA_FLIGHT_PHONE_RINGS "phone-rings"
#define TRA_FLIGHT_ENDED "ended"

/* What lasts, and matters to an offer that comes while it does. */
typedef enum
{
  TRA_FLIGHT_IS_LOCKED, /* the screen */
  TRA_FLIGHT_IS_QUIET,  /* the desktop shows no banners */
  TRA_N_FLIGHT_CONDITIONS
} TraFlightCondition;

#define TRA_TYPE_FLIGHT_RECORDER (tra_flight_recorder_get_type ())
G_DECLARE_FINAL_TYPE (TraFlightRecorder, tra_flight_recorder, TRA, FLIGHT_RECORDER, GObject)

/*
 * What happened on this desk from the moment that a reservation came in, in milliseconds: was it the
 * agent or the machine? One for each session; whoever has the session can note something.
 */
TraFlightRecorder *tra_flight_recorder_new (TraSession *session);

void tra_flight_recorder_begin (TraFlightRecorder *self, const char *reservation_sid);
void tra_flight_recorder_note (TraFlightRecorder *self,
                               const char *reservation_sid, /* nullable: all that are open */
                               const char *what);
void tra_flight_recorder_note_at (TraFlightRecorder *self,
                                  const char *reservation_sid,
                                  const char *what,
                                  gint64 time); /* monotonic µs of the clock */
char *tra_flight_recorder_end (TraFlightRecorder *self, const char *reservation_sid); /* nullable */

void tra_flight_recorder_set (TraFlightRecorder *self, TraFlightCondition condition, gboolean holds);

/* The same for who has the session only; nothing where nobody records. */
void tra_flight_note (TraSession *session, const char *reservation_sid, const char *what);
void tra_flight_set (TraSession *session, TraFlightCondition condition, gboolean holds);

char *tra_flight_to_text (const char *flight);

G_END_DECLS
