/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"
#include "tra-draft.h"

G_BEGIN_DECLS

#define TRA_TYPE_DRAFT_STORE (tra_draft_store_get_type ())
G_DECLARE_FINAL_TYPE (TraDraftStore, tra_draft_store, TRA, DRAFT_STORE, GObject)

/*
 * The drafts of this user on this machine: a file for each task, which only the user can read. What
 * is typed is there a second later, and after a crash again; it goes when the service has it, or
 * after a month.
 *
 * Signal:
 *   loaded (): what earlier runs left is there now
 */
TraDraftStore *tra_draft_store_new (TrClock *clock, const char *folder);

void tra_draft_store_load (TraDraftStore *self); /* once; a second time does nothing */
gboolean tra_draft_store_is_loaded (TraDraftStore *self);
const TraDraft *tra_draft_store_get (TraDraftStore *self, TrTask *task); /* nullable */
void tra_draft_store_set_notes (TraDraftStore *self, TrTask *task, const char *notes);
void tra_draft_store_set_outcome (TraDraftStore *self, TrTask *task, const char *outcome);
void tra_draft_store_forget (TraDraftStore *self, TrTask *task);
void tra_draft_store_flush (TraDraftStore *self); /* starts to write what is not written yet */

G_END_DECLS
