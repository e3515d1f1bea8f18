/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "http/trs-form.h"

G_BEGIN_DECLS

/* What is to go wrong from now on: the faults that a program must survive, on order. */
typedef struct _TrsFaults TrsFaults;

typedef enum
{
  TRS_FAULT_STATUS,      /* the error envelope with a status */
  TRS_FAULT_LATENCY,     /* the right answer, late */
  TRS_FAULT_HTML,        /* a captive portal's page */
  TRS_FAULT_BROKEN_JSON, /* JSON that is cut off */
  TRS_FAULT_CUT,         /* no answer, and the connection is cut */
  TRS_FAULT_LOSE_ANSWER, /* the same, after the wish was carried out */
  TRS_FAULT_NO_ANSWER,   /* nothing for a while, then the connection is cut */
  TRS_FAULT_DOUBLE,      /* an event comes twice */
  TRS_FAULT_LATE,        /* an event comes late */
  TRS_FAULT_REORDER,     /* an event comes after the next one */
  TRS_FAULT_LOSE,        /* an event does not come */
  TRS_FAULT_LOSE_WEBHOOK, /* a program is not asked, or not told */
} TrsFaultKind;

/* What a fault can strike. */
typedef enum
{
  TRS_FAULT_AT_REQUEST,
  TRS_FAULT_AT_EVENT, /* on one socket */
  TRS_FAULT_AT_WEBHOOK,
} TrsFaultPlace;

typedef struct
{
  TrsFaultKind kind;
  guint status;    /* of the answer; 0 keeps the right one */
  gint64 latency;  /* microseconds */
  int retry_after; /* seconds for the Retry-After header; 0 for none */
} TrsFault;

/* Whom it would strike; each is nullable: unknown, or nobody's. */
typedef struct
{
  const char *path; /* of a request; of a webhook its whole URL */
  const char *account_sid;
  const char *worker_sid;
} TrsFaultSubject;

TrsFaults *trs_faults_new (void);
void trs_faults_free (TrsFaults *self);
void trs_faults_set_random_seed (TrsFaults *self, guint32 random_seed);

gint64 trs_faults_add (TrsFaults *self, TrsForm *form, const char *worker_sid, GError **error);
gboolean trs_faults_remove (TrsFaults *self, gint64 id);
void trs_faults_clear (TrsFaults *self);
JsonArray *trs_faults_to_json (TrsFaults *self);

gboolean trs_faults_ask_who (TrsFaults *self);
gboolean trs_faults_take (TrsFaults *self,
                          TrsFaultPlace place,
                          const TrsFaultSubject *subject,
                          TrsFault *fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsFaults, trs_faults_free)

G_END_DECLS
