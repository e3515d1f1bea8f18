/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-conference.h"
#include "trs-participant.h"
#include "trs-twiml.h"

G_BEGIN_DECLS

TrsConference *trs_conference_new (TrsAccount *account, const char *friendly_name, TrsTask *task);
TrsParticipant *trs_conference_join (TrsConference *self, TrsCall *call, TrsParticipantRole role);
void trs_conference_leave (TrsParticipant *participant, const char *reason);
void trs_conference_end_now (TrsConference *self, const char *reason, TrsCall *ending_call);
void trs_participant_connected (TrsParticipant *self);
TrsParticipant *trs_participant_new (TrsConference *conference,
                                     TrsCall *call,
                                     TrsParticipantRole role);
void trs_participant_wait (TrsParticipant *self);
gboolean trs_call_join_by_noun (TrsCall *call, const TrsTwimlElement *noun);
void trs_conference_begin_recording (TrsConference *self);

/* trs-conference-callback.c */
void trs_conference_emit (TrsConference *self,
                          const char *type,
                          TrsCall *call,
                          TrsParticipant *participant);
void trs_conference_emit_left (TrsConference *self,
                               TrsCall *call,
                               TrsParticipant *participant,
                               const char *reason);
void trs_conference_emit_announcement (TrsCall *call, gboolean failed);
gboolean trs_participant_is_connected (TrsParticipant *self);

G_END_DECLS
