---- MODULE Simplex ----
\* SPDX-License-Identifier: Apache-2.0
\*
\* The voting rules of docs/spec/consensus.md, and that they keep agreement. Time, messages and liars are
\* abstracted to their worst: any honest member may do anything its rules allow at any moment, every vote is
\* seen by all at once, and each liar has cast every vote there is.
\*
\* Simplex.cfg must hold. Unguarded.cfg drops the guard of rule 4 (no FINALIZE after NULLIFY) and must fail.

EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Honest,  \* the members that do not lie
    Liars,   \* how many do
    Quorum,
    MaxView, \* the last view that is looked at
    Variant, \* the blocks that could be proposed on one parent in one view
    Guard    \* whether rule 4's guard is in force

VARIABLES
    view,       \* the view each honest member is in
    notarized,  \* for each member and view, the block it said NOTARIZE for
    nullified,  \* for each member and view, whether it said NULLIFY
    finalized   \* for each member and view, the block it said FINALIZE for

vars == <<view, notarized, nullified, finalized>>

Views == 1..MaxView

\* A block is named by its whole chain: the <<view, variant>> of each ancestor and itself. The empty one is genesis.
RECURSIVE ChainsUpTo(_)
ChainsUpTo(v) ==
    IF v = 0 THEN {<<>>}
    ELSE LET shorter == ChainsUpTo(v - 1)
         IN  shorter \cup {Append(chain, <<v, x>>) : chain \in shorter, x \in Variant}

Genesis == <<>>
Chains == ChainsUpTo(MaxView)
ViewOf(block) == IF block = Genesis THEN 0 ELSE block[Len(block)][1]
ParentOf(block) == SubSeq(block, 1, Len(block) - 1)
BlocksByView == [v \in Views |-> {chain \in Chains : ViewOf(chain) = v}]
Precedes(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

\* Nobody says NOTARIZE or FINALIZE for genesis, so it also stands for "nothing said".
Nothing == Genesis

HasQuorum(members) == Cardinality(members) + Liars >= Quorum
IsNotarized(block) == IF block = Genesis THEN TRUE ELSE HasQuorum({m \in Honest : notarized[m][ViewOf(block)] = block})
IsNullified(v) == HasQuorum({m \in Honest : nullified[m][v]})
IsFinal(block) == IF block = Genesis THEN TRUE ELSE HasQuorum({m \in Honest : finalized[m][ViewOf(block)] = block})

Init ==
    /\ view = [m \in Honest |-> 1]
    /\ notarized = [m \in Honest |-> [v \in Views |-> Nothing]]
    /\ nullified = [m \in Honest |-> [v \in Views |-> FALSE]]
    /\ finalized = [m \in Honest |-> [v \in Views |-> Nothing]]

\* Rule 3. May follow NULLIFY in the same view.
SayNotarize(m) ==
    \E block \in BlocksByView[view[m]] :
        /\ notarized[m][view[m]] = Nothing
        /\ IsNotarized(ParentOf(block))
        /\ \A skipped \in (ViewOf(ParentOf(block)) + 1)..(view[m] - 1) : IsNullified(skipped)
        /\ notarized' = [notarized EXCEPT ![m][view[m]] = block]
        /\ UNCHANGED <<view, nullified, finalized>>

\* Rule 5, whatever the reason.
SayNullify(m) ==
    /\ ~nullified[m][view[m]]
    /\ finalized[m][view[m]] = Nothing
    /\ nullified' = [nullified EXCEPT ![m][view[m]] = TRUE]
    /\ UNCHANGED <<view, notarized, finalized>>

\* Rule 4, in this view or an earlier one.
SayFinalize(m) ==
    \E v \in 1..view[m] : \E block \in BlocksByView[v] :
        /\ finalized[m][v] = Nothing
        /\ Guard => ~nullified[m][v]
        /\ IsNotarized(block)
        /\ finalized' = [finalized EXCEPT ![m][v] = block]
        /\ UNCHANGED <<view, notarized, nullified>>

\* Rules 4 and 5: a certificate ends the view.
EnterNextView(m) ==
    /\ view[m] < MaxView
    /\ IsNullified(view[m]) \/ \E block \in BlocksByView[view[m]] : IsNotarized(block)
    /\ view' = [view EXCEPT ![m] = @ + 1]
    /\ UNCHANGED <<notarized, nullified, finalized>>

Next == \E m \in Honest : SayNotarize(m) \/ SayNullify(m) \/ SayFinalize(m) \/ EnterNextView(m)

Spec == Init /\ [][Next]_vars

\* Of any two final blocks, one is an ancestor of the other.
Agreement ==
    \A v, w \in Views : \A a \in BlocksByView[v], b \in BlocksByView[w] :
        IsFinal(a) /\ IsFinal(b) => Precedes(a, b) \/ Precedes(b, a)

Symmetry == Permutations(Honest)
====
