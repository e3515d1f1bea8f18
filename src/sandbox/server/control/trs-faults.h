/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

G_BEGIN_DECLS

/* What is to go wrong with the next requests: the faults that a program must survive, on order. */
typedef struct _TrsFaults TrsFaults;

typedef enum
{
  TRS_FAULT_STATUS,      /* the error envelope with a status */
  TRS_FAULT_LATENCY,     /* the right answer, late */
  TRS_FAULT_HTML,        /* a captive portal's page */
  TRS_FAULT_BROKEN_JSON, /* JSON that is cut off */
} TrsFaultKind;

typedef struct
{
  TrsFaultKind kind;
  guint status;          /* of the answer; 0 keeps the right one */
  gint64 latency;        /* microseconds before the answer */
  int retry_after;       /* seconds for the Retry-After header; 0 for none */
} TrsFault;

TrsFaults *trs_faults_new (void);
void trs_faults_free (TrsFaults *self);

gboolean trs_faults_add (TrsFaults *self, TrsForm *form, GError **error);
gboolean trs_faults_take (TrsFaults *self, const char *path, TrsFault *fault);
void trs_faults_clear (TrsFaults *self);

void trs_fault_answer (const TrsFault *fault, TrsRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsFaults, trs_faults_free)

G_END_DECLS
