//! Whose identity is masked, and how.

use super::{Found, Judging};
use crate::agreement::{Permission, ProfileText};
use crate::columns;
use crate::words::{Action, Audience, Code, Product, Transform};
use starling_model::figure;

impl Judging<'_> {
    pub(super) fn identity(&mut self) {
        self.media();
        self.clipboard();
        if !self.is_masked() {
            return;
        }
        let product = self.product();
        let facts = self.ask.facts;
        if matches!(
            product,
            Product::Records | Product::Graph | Product::Figure | Product::Ids
        ) {
            self.protected_ids(facts.real_ids_of_protected);
        }
        let labelled = facts.labelled_protected;
        if product == Product::Figure && labelled > 0 {
            let text = format!(
                "{} labels of protected accounts become pseudonyms.",
                figure(labelled)
            );
            self.mask(
                Found::change(Code::ProtectedIdentity, Transform::PseudonymiseLabels, text)
                    .affecting(labelled),
            );
        }
        if product == Product::Records {
            self.mentions(facts.mention_hits);
            self.columns();
        }
        if product == Product::Graph
            && self.actions.contains(&Action::Transform)
            && !self.is_collapsed()
        {
            let text = "Names at nodes become pseudonyms.";
            self.mask(Found::change(
                Code::GraphLabels,
                Transform::PseudonymiseLabels,
                text,
            ));
        }
        let drawn = matches!(self.ask.request.form.as_deref(), Some("svg" | "html"));
        if product == Product::Figure && drawn && self.rules.cells.min_accounts > 1 {
            let text =
                "SVG and HTML carry the numbers that they are drawn from; a picture does not.";
            let clauses = self.clauses(|agreement| Some(&agreement.sdc.as_ref()?.clause));
            let found = Found::change(Code::FigureEmbedsData, Transform::Rasterise, text);
            self.found(found.by(clauses));
        }
    }

    /// With the clause on identity.
    fn mask(&mut self, found: Found) {
        let clauses = self.clauses(|agreement| Some(&agreement.identity.as_ref()?.clause));
        self.found(found.by(clauses));
    }

    fn protected_ids(&mut self, count: u64) {
        if count > 0 {
            let text = format!(
                "{} ids of protected accounts become pseudonyms.",
                figure(count)
            );
            self.mask(
                Found::change(Code::ProtectedIdentity, Transform::PseudonymiseIds, text)
                    .affecting(count),
            );
        }
    }

    fn mentions(&mut self, count: u64) {
        if count > 0 {
            let text = format!("{} names in texts become pseudonyms.", figure(count));
            self.mask(
                Found::change(Code::MentionInText, Transform::PseudonymiseMentions, text)
                    .affecting(count),
            );
        }
    }

    fn columns(&mut self) {
        if self.rules.profile_text == ProfileText::Drop {
            if self.has_field(columns::PROFILE_TEXT) {
                let text = "What accounts say of themselves stays here.";
                self.mask(Found::change(
                    Code::ProfileText,
                    Transform::DropProfileText,
                    text,
                ));
            }
            if self.has_field(columns::QUASI_IDENTIFIERS) {
                let text = "Exact followers and days become bands and months.";
                self.mask(Found::change(
                    Code::QuasiIdentifier,
                    Transform::BandQuasiIdentifiers,
                    text,
                ));
            }
            if self.has_field(columns::PLACE) {
                let text = "Coordinates stay here.";
                self.mask(Found::change(Code::GeoDropped, Transform::DropGeo, text));
            }
        }
        if self.rules.unhashed && self.has_field(columns::TWEET_IDS) {
            let text = "Tweet ids lead back to their authors and become pseudonyms.";
            self.mask(Found::change(
                Code::TweetIdLink,
                Transform::PseudonymiseTweetIds,
                text,
            ));
        }
    }

    /// Pictures show faces: they stay, whatever a matrix says of them.
    fn media(&mut self) {
        let inside = matches!(self.audience, Audience::Self_ | Audience::CoMember);
        if self.product() != Product::Media || inside || self.is_refused() {
            return;
        }
        let clauses = self.clauses(|agreement| {
            let media = agreement.media.as_ref()?;
            (media.outside == Permission::Deny).then_some(&media.clause)
        });
        if !clauses.is_empty() {
            let text = "Pictures and videos stay here.";
            self.found(Found::deny(Code::AudienceProduct, text).by(clauses));
        }
    }

    /// What is copied ends up anywhere, so a matrix that says `transform` masks it even for the member.
    fn clipboard(&mut self) {
        if self.product() == Product::Clipboard && self.actions.contains(&Action::Transform) {
            self.protected_ids(self.ask.facts.real_ids_of_protected);
            self.mentions(self.ask.facts.mention_hits);
        }
    }
}
