/** Closed lists that the wire carries as plain text. */

export type Facet =
  | "dataset"
  | "lang"
  | "account"
  | "client"
  | "hashtag"
  | "domain"
  | "url"
  | "mention"
  | "retweeted"
  | "kind"
  | "account_lang"
  | "location"
  | "year"
  | "weekday"
  | "hour";
export type Sort = "newest" | "oldest" | "relevance" | "likes" | "retweets";
export type Bucket = "minute" | "hour" | "day" | "week" | "month" | "year";
export type AccountSort = "tweets" | "followers" | "created" | "retweeted";
/** What a tag or note is put on. */
export interface Target {
  target: "tweet" | "account";
  id: string;
}
