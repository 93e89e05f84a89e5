// Sources, by the letter at the end of a row:
//   G  Google Analytics and Google Ads help, "campaign URL parameters" and "auto-tagging"
//   F  parameters that Firefox strips in strict mode (Query Parameter Stripping, Mozilla wiki)
//   B  Brave's query filter list (brave/brave-core, query_filter)
//   M  miniflux, internal/reader/urlcleaner
//   P  the platform's own documentation: Matomo, Piano (AT Internet), Adobe, Mailchimp, HubSpot,
//      Marketo, Braze, Yandex, Bing, Twitter, Instagram, TikTok, AMP, WordPress (share counts)
// A parameter that any known site uses to choose the article ("id", "p", "source", "ref") is not
// here, whatever else it is used for.

#include "daemon/web/tracking_table.h"

namespace khabard {
namespace {

constexpr TrackingParameter table[] = {
    {"utm_*"},                 // G
    {"gclid"},                 // G
    {"gclsrc"},                // G
    {"dclid"},                 // G
    {"gbraid"},                // G
    {"wbraid"},                // G
    {"gad_source"},            // G
    {"gad_campaignid"},        // G
    {"srsltid"},               // G
    {"_ga"},                   // G
    {"_gl"},                   // G
    {"fbclid"},                // F
    {"fb_action_ids"},         // B
    {"fb_action_types"},       // B
    {"fb_ref"},                // B
    {"fb_source"},             // B
    {"fb_comment_id"},         // B
    {"__tn__"},                // B
    {"mibextid"},              // B
    {"igshid"},                // P Instagram
    {"igsh"},                  // P Instagram
    {"twclid"},                // B
    {"__twitter_impression"},  // P Twitter
    {"ref_src"},               // P Twitter
    {"ref_url"},               // P Twitter
    {"ttclid"},                // P TikTok
    {"msclkid"},               // P Bing
    {"yclid"},                 // P Yandex
    {"ysclid"},                // P Yandex
    {"_openstat"},             // M
    {"mc_cid"},                // P Mailchimp
    {"mc_eid"},                // P Mailchimp
    {"mkt_tok"},               // P Marketo
    {"_hsenc"},                // P HubSpot
    {"_hsmi"},                 // P HubSpot
    {"__hssc"},                // P HubSpot
    {"__hstc"},                // P HubSpot
    {"__hsfp"},                // P HubSpot
    {"hsctatracking"},         // P HubSpot
    {"hsa_*"},                 // P HubSpot
    {"mtm_*"},                 // P Matomo
    {"matomo_*"},              // P Matomo
    {"pk_*"},                  // P Matomo
    {"piwik_*"},               // P Matomo
    {"at_medium"},             // P Piano
    {"at_campaign"},           // P Piano
    {"at_campaign_type"},      // P Piano
    {"at_custom1"},            // P Piano
    {"at_custom2"},            // P Piano
    {"at_custom3"},            // P Piano
    {"at_custom4"},            // P Piano
    {"at_format"},             // P Piano
    {"at_link_id"},            // P Piano
    {"at_link_origin"},        // P Piano
    {"at_link_type"},          // P Piano
    {"at_bbc_team"},           // P Piano
    {"at_ptr_name"},           // P Piano
    {"s_cid"},                 // P Adobe
    {"ef_id"},                 // P Adobe
    {"s_kwcid"},               // P Adobe
    {"wt_mc"},                 // M
    {"wt_zmc"},                // M
    {"vero_conv"},             // B
    {"vero_id"},               // B
    {"oly_anon_id"},           // B
    {"oly_enc_id"},            // B
    {"rb_clickid"},            // B
    {"wickedid"},              // B
    {"ml_subscriber"},         // B
    {"ml_subscriber_hash"},    // B
    {"_bta_tid"},              // B
    {"_bta_c"},                // B
    {"trk_contact"},           // B
    {"trk_msg"},               // B
    {"trk_module"},            // B
    {"trk_sid"},               // B
    {"xtor"},                  // M
    {"ocid"},                  // P Bing
    {"cmpid"},                 // M
    {"ns_mchannel"},           // M
    {"ns_source"},             // M
    {"ns_campaign"},           // M
    {"ns_linkname"},           // M
    {"ns_fee"},                // M
    {"guccounter"},            // B
    {"guce_referrer"},         // B
    {"guce_referrer_sig"},     // B
    {"amp"},                   // P AMP
    {"amp_js_v"},              // P AMP
    {"amp_gsa"},               // P AMP
    {"usqp"},                  // P AMP
    {"share"},                 // P WordPress
};

}  // namespace

std::span<const TrackingParameter> tracking_parameters() {
    return table;
}

}  // namespace khabard
