---- MODULE Handover ----
\* SPDX-License-Identifier: Apache-2.0
\*
\* How an epoch ends (docs/adr/0013): the voting rules of Simplex.tla in one epoch after another, and the handover.
\* Abstracted as there: any honest member may do anything its rules allow at any moment, every vote is seen by all at
\* once, and each liar has cast every vote there is.
\*
\* One epoch is looked at after the other. In truth they overlap, but nothing in the old one depends on the new one, and
\* what the new one takes from the old (its certificates) only grows, so whatever can happen can happen in this order.
\* Each seat has a replica of its own in each epoch; one that sits in both can only do less, for it falls silent in the
\* old epoch when it starts the new one. The last block draws who sits; OneEnd is why it draws one committee only.
\*
\* Safety only: whether an epoch ever ends is not looked at.
\*
\* Handover.cfg must hold. ClosingChild.cfg, HastyStart.cfg and NamelessVotes.cfg each break one rule and must fail.

EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Honest,  \* the seats of those that do not lie
    Liars,   \* how many do
    Quorum,
    Epochs,  \* how many are looked at
    Length,  \* of an epoch: how much higher its last block is than the one it starts from
    MaxView, \* the last view of an epoch that is looked at
    Variant, \* the blocks that could be proposed on one parent in one view
    Broken   \* the rule that is not kept

ASSUME Broken \in {
    "none",
    "again",  \* the last block gets an ordinary child instead, and the epoch ends with either, once it is final
    "final",  \* the next epoch starts from a last block that is only notarized
    "epoch"}  \* votes do not name their epoch

VARIABLES
    epoch,      \* the epoch that is looked at
    past,       \* the final blocks of the epochs before
    stale,      \* the <<member, view>> of each NULLIFY of the epoch before that counts in this one
    start,      \* the block each honest member starts the epoch from
    view,       \* the view it is in
    notarized,  \* for each member and view, the block it said NOTARIZE for
    nullified,  \* for each member and view, whether it said NULLIFY
    finalized   \* for each member and view, the block it said FINALIZE for

handover == <<epoch, past, stale, start>>
vars == <<handover, view, notarized, nullified, finalized>>

Views == 1..MaxView

\* A block is named by its whole chain: the <<epoch, view, variant>> in which each ancestor and itself was proposed
\* first. The empty one is genesis. A vote names a block and the view it is cast in, but not the parent: that of a block
\* that is proposed again is the same block in an earlier view, whichever that was.
Genesis == <<>>
HeightIn(e, block) == Len(SelectSeq(block, LAMBDA ancestor : ancestor[1] = e))
Precedes(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

\* Nobody says NOTARIZE or FINALIZE for genesis, so it also stands for "nothing said".
Nothing == Genesis
NoBlocks == [m \in Honest |-> [v \in Views |-> Nothing]]
NoNullify == [m \in Honest |-> [v \in Views |-> FALSE]]
FirstView == [m \in Honest |-> 1]

HasQuorum(members) == Cardinality(members) + Liars >= Quorum
CertifiedIn(v, votes) ==
    {block \in {votes[m][v] : m \in Honest} \ {Nothing} : HasQuorum({m \in Honest : votes[m][v] = block})}
NotarizedIn(v) == CertifiedIn(v, notarized)
IsNullified(v) == HasQuorum({m \in Honest : nullified[m][v] \/ <<m, v>> \in stale})
Final == UNION {CertifiedIn(v, finalized) : v \in Views}

Init ==
    /\ epoch = 1
    /\ past = {Genesis}
    /\ stale = {}
    /\ start = [m \in Honest |-> Genesis]
    /\ view = FirstView
    /\ notarized = NoBlocks
    /\ nullified = NoNullify
    /\ finalized = NoBlocks

\* The blocks that a member may take for the parent of its current view's proposal, by rule 3.
Parents(m) ==
    UNION {IF v = 0 THEN {start[m]} ELSE NotarizedIn(v) :
        v \in {v \in 0..(view[m] - 1) : \A skipped \in (v + 1)..(view[m] - 1) : IsNullified(skipped)}}

\* On a parent below the last height a new block. On the last block itself, that block again.
Proposals(m, parent) ==
    IF HeightIn(epoch, parent) < Length + (IF Broken = "again" THEN 1 ELSE 0)
    THEN {Append(parent, <<epoch, view[m], x>>) : x \in Variant}
    ELSE {parent}

\* Rule 3. May follow NULLIFY in the same view.
SayNotarize(m) ==
    /\ notarized[m][view[m]] = Nothing
    /\ \E parent \in Parents(m) : \E block \in Proposals(m, parent) :
        notarized' = [notarized EXCEPT ![m][view[m]] = block]
    /\ UNCHANGED <<handover, view, nullified, finalized>>

\* Rule 5, whatever the reason.
SayNullify(m) ==
    /\ ~nullified[m][view[m]]
    /\ finalized[m][view[m]] = Nothing
    /\ nullified' = [nullified EXCEPT ![m][view[m]] = TRUE]
    /\ UNCHANGED <<handover, view, notarized, finalized>>

\* Rule 4, in this view or an earlier one.
SayFinalize(m) ==
    \E v \in 1..view[m] : \E block \in NotarizedIn(v) :
        /\ finalized[m][v] = Nothing
        /\ ~nullified[m][v]
        /\ finalized' = [finalized EXCEPT ![m][v] = block]
        /\ UNCHANGED <<handover, view, notarized, nullified>>

\* Rules 4 and 5: a certificate ends the view.
EnterNextView(m) ==
    /\ view[m] < MaxView
    /\ IsNullified(view[m]) \/ NotarizedIn(view[m]) # {}
    /\ view' = [view EXCEPT ![m] = @ + 1]
    /\ UNCHANGED <<handover, notarized, nullified, finalized>>

\* The blocks that the next epoch may start from, as far as a member can tell.
Ends ==
    {block \in IF Broken = "final" THEN UNION {NotarizedIn(v) : v \in Views} ELSE Final :
        HeightIn(epoch, block) >= Length}

\* A member that starts later, or not at all, is one that says nothing.
StartNextEpoch ==
    /\ epoch < Epochs
    /\ Ends # {}
    /\ epoch' = epoch + 1
    /\ past' = past \cup Final
    /\ stale' = IF Broken = "epoch" THEN {<<m, v>> \in Honest \X Views : nullified[m][v]} ELSE {}
    /\ start' \in [Honest -> Ends]
    /\ view' = FirstView
    /\ notarized' = NoBlocks
    /\ nullified' = NoNullify
    /\ finalized' = NoBlocks

Next ==
    \/ StartNextEpoch
    \/ \E m \in Honest : SayNotarize(m) \/ SayNullify(m) \/ SayFinalize(m) \/ EnterNextView(m)

Spec == Init /\ [][Next]_vars

\* Of any two final blocks of whichever epochs, one is an ancestor of the other.
Agreement == \A a, b \in past \cup Final : Precedes(a, b) \/ Precedes(b, a)

\* In however many views it was voted for, only one last block of an epoch is ever final.
OneEnd == \A e \in 1..Epochs : Cardinality({block \in past \cup Final : Len(block) = e * Length}) <= 1

\* An epoch starts from a final block of the height at which the one before ends, and its final blocks descend from it.
Descent ==
    /\ \A m \in Honest : start[m] \in past /\ Len(start[m]) = (epoch - 1) * Length
    /\ \A block \in Final : \E m \in Honest : Precedes(start[m], block)

\* No honest member says FINALIZE and NULLIFY in one view. To say one of them twice, the variables have no room.
NoContradiction == \A m \in Honest : \A v \in Views : ~(nullified[m][v] /\ finalized[m][v] # Nothing)

Symmetry == Permutations(Honest) \cup Permutations(Variant)
====
