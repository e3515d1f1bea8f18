/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/trs-keyring.h"
#include "http/trs-request.h"
#include "trs-faults.h"

G_BEGIN_DECLS

/* Whose a request is, found out before it is let in. */
typedef struct
{
  char *path;
  char *account_sid; /* nullable */
  char *worker_sid;  /* nullable */
} TrsFaultSubjectOfRequest;

void trs_fault_subject_read (TrsFaultSubjectOfRequest *self,
                             TrsRequest *request,
                             TrsKeyring *keyring,
                             gint64 now);
void trs_fault_subject_clear (TrsFaultSubjectOfRequest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrsFaultSubjectOfRequest, trs_fault_subject_clear)

G_END_DECLS
