/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-entry.h"

G_BEGIN_DECLS

/* An IVR in short: what callers hear, which key leads to which workflow, opening hours, voicemail.
 * Nothing in it is implied: every default is filled in. It is made into a Studio definition, and one
 * that was made so is recognised again. */
JsonObject *trd_ivr_from_entry (const TrdEntry *entry, GError **error);
JsonNode *trd_ivr_to_definition (JsonObject *ivr);
JsonObject *trd_ivr_from_definition (JsonNode *definition); /* nullable: it is another flow */
JsonObject *trd_ivr_without_defaults (JsonObject *ivr);
JsonNode *trd_ivr_dup_to_show (JsonObject *ivr);

#define TRD_IVR_NOT_UNDERSTOOD "Sorry, that is not one of the choices."
#define TRD_IVR_GOODBYE "We did not get that. Goodbye."
#define TRD_IVR_GREETING "Please leave a message after the tone, then hang up or press the hash key."
#define TRD_IVR_THANKS "Thank you. We will call you back."
#define TRD_IVR_CLOSED "We are closed now."
#define TRD_IVR_VOICE "alice"
#define TRD_IVR_LANGUAGE "en-US"
#define TRD_IVR_MAX_LENGTH 120

G_END_DECLS
